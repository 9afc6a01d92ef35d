import { useFormat, useT } from '../i18n/language.tsx';
import styles from './count-badge.module.css';
import { frameWords } from './frame-words.ts';

/** How much waits behind a link; nothing where nothing does. Above `most` only that it is more. */
export const CountBadge = ({ count, most = 99 }: { count: number; most?: number }) => {
  const t = useT();
  const format = useFormat();
  if (count === 0) return null;
  return (
    <span className={styles.badge} data-testid="count-badge">
      <span aria-hidden>{count > most ? `${most}+` : format.integer(count)}</span>
      <span className={styles.hidden}>{t(frameWords.waiting)(format.integer(count))}</span>
    </span>
  );
};
