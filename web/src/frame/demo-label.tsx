import { IconFlask2 } from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import styles from './demo-label.module.css';
import { frameWords } from './frame-words.ts';

/** Says on every page that records are invented and boundaries are the old ones. */
export const DemoLabel = () => {
  const t = useT();
  return (
    <p className={styles.label}>
      <IconFlask2 size={16} stroke={1.8} aria-hidden />
      {t(frameWords.demoLabel)}
    </p>
  );
};
