import { useFormat, useT } from '../i18n/language.tsx';
import styles from './count-badge.module.css';
import { frameWords } from './frame-words.ts';

const MOST = 99;

/** How much waits behind a link; nothing where nothing does. */
export const CountBadge = ({ count }: { count: number }) => {
  const t = useT();
  const format = useFormat();
  if (count === 0) return null;
  return (
    <span className={styles.badge} data-testid="count-badge">
      <span aria-hidden>{count > MOST ? `${MOST}+` : format.integer(count)}</span>
      <span className={styles.hidden}>{t(frameWords.waiting)(format.integer(count))}</span>
    </span>
  );
};
