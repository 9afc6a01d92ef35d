import styles from './hour-ticks.module.css';

const hours = [0, 6, 12, 18, 24];

/** The hours under the picture of a day, as wide as what it stands in. */
export const HourTicks = () => (
  <span className={styles.ticks} aria-hidden>
    {hours.map((hour) => (
      <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
        {String(hour).padStart(2, '0')}
      </span>
    ))}
  </span>
);
