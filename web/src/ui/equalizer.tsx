import styles from './equalizer.module.css';

/** Three bars that move while something sounds. Decoration: the word stands beside it. */
export const Equalizer = ({ size = 16 }: { size?: number }) => (
  <span className={styles.root} style={{ width: size, height: size }} aria-hidden>
    <span />
    <span />
    <span />
  </span>
);
