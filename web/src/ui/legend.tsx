import styles from './legend.module.css';

interface LegendProps {
  readonly entries: readonly { readonly kind: string; readonly label: string }[];
  /** The picture's own class: the width of a swatch, and by `data-kind` its colour or pattern. */
  readonly swatch: string | undefined;
}

/** What a picture's colours and patterns mean. */
export const Legend = ({ entries, swatch }: LegendProps) => (
  <ul className={styles.legend}>
    {entries.map(({ kind, label }) => (
      <li key={kind}>
        <span className={`${styles.swatch} ${swatch}`} data-kind={kind} />
        {label}
      </li>
    ))}
  </ul>
);
