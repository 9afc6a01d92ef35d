import { type ReactNode, useEffect } from 'react';
import { BrandMark, DrumMotif } from '../../frame/brand.tsx';
import { frameWords } from '../../frame/frame-words.ts';
import { LanguageSwitch } from '../../frame/language-switch.tsx';
import { useT } from '../../i18n/language.tsx';
import styles from './sign-in-page.module.css';
import { signInWords } from './sign-in-words.ts';

/** Pages of somebody who is not signed in yet, or not quite: the story on one side, what to do on the other. */
export const SignInLayout = ({ title, children }: { title: string; children: ReactNode }) => {
  const t = useT();
  useEffect(() => {
    document.title = `${title} – Truyền thanh`;
  }, [title]);
  return (
    <div className={styles.page}>
      <div className={styles.story}>
        <DrumMotif className={styles.motif} />
        <div className={styles.brand}>
          <BrandMark size={44} />
          <span>{t(frameWords.product)}</span>
        </div>
        <div className={styles.words}>
          <p className={styles.promise}>{t(signInWords.promise)}</p>
          <p className={styles.explained}>{t(signInWords.explained)}</p>
        </div>
      </div>
      <main className={styles.side}>
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
        <div className={styles.form}>
          <h1 className={styles.title}>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
};
