import styles from './meter.module.css';

/** A share of a whole as a line; its figure stands beside it. */
export const Meter = ({
  percent,
  tone = 'sound',
}: {
  percent: number | null;
  tone?: 'sound' | 'bronze' | 'good';
}) => (
  <span className={styles.track} data-tone={tone} aria-hidden>
    <span className={styles.fill} style={{ width: `${percent ?? 0}%` }} />
  </span>
);
