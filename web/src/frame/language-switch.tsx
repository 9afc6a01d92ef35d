import { useLanguage, useT } from '../i18n/language.tsx';
import { frameWords } from './frame-words.ts';
import styles from './language-switch.module.css';

export const LanguageSwitch = () => {
  const { language, setLanguage } = useLanguage();
  const t = useT();
  return (
    <fieldset className={styles.root}>
      <legend className={styles.legend}>{t(frameWords.language)}</legend>
      <button
        type="button"
        lang="vi"
        aria-pressed={language === 'vi'}
        aria-label={t(frameWords.vietnamese)}
        onClick={() => setLanguage('vi')}
      >
        VI
      </button>
      <button
        type="button"
        lang="en"
        aria-pressed={language === 'en'}
        aria-label={t(frameWords.english)}
        onClick={() => setLanguage('en')}
      >
        EN
      </button>
    </fieldset>
  );
};
