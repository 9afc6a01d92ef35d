import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { createFormat, type Format } from '../format/format.ts';

export type Language = 'vi' | 'en';

/** One thing said in both languages: a sentence, or a function that makes one. */
export type Pair<T> = Readonly<{ vi: T; en: T }>;

const STORAGE_KEY = 'tt-language';

interface LanguageChoice {
  readonly language: Language;
  readonly format: Format;
  setLanguage(language: Language): void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

const keptLanguage = (): Language => (localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'vi');

export const LanguageProvider = ({ children }: { children: ReactNode }) => {
  const [language, setLanguage] = useState(keptLanguage);

  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(STORAGE_KEY, language);
  }, [language]);

  const choice = useMemo(() => ({ language, setLanguage, format: createFormat(language) }), [language]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
};

export const useLanguage = (): LanguageChoice => {
  const choice = useContext(LanguageContext);
  if (!choice) throw new Error('LanguageProvider is missing above this component');
  return choice;
};

/** Picks the side of a pair in the chosen language: `t(words.title)`, `t(words.count)(3)`. */
export const useT = () => {
  const { language } = useLanguage();
  return useMemo(
    () =>
      <T,>(pair: Pair<T>): T =>
        pair[language],
    [language],
  );
};

export const useFormat = (): Format => useLanguage().format;
