import { IconFlask2 } from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';
import styles from './demo-mark.module.css';

/** Beside a single invented record. */
export const DemoMark = () => {
  const t = useT();
  return (
    <span className={styles.mark} title={t(commonWords.demoRecord)}>
      <IconFlask2 size={14} stroke={1.9} aria-hidden />
      {t(commonWords.demoShort)}
    </span>
  );
};
