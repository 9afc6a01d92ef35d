import styles from './stacked-bar.module.css';

export interface BarPart {
  readonly key: string;
  readonly value: number;
  /** A CSS colour. */
  readonly fill: string;
  /** Drawn over the fill, so that the part is told apart without colour too. */
  readonly pattern?: 'hatch' | 'dots' | 'moving';
}

interface StackedBarProps {
  readonly parts: readonly BarPart[];
  /** Said by screen readers in place of the picture. */
  readonly label: string;
  readonly size?: 'sm' | 'md' | 'lg';
}

/** Parts of a whole in one line. The numbers stand beside it in words; this shows the proportion. */
export const StackedBar = ({ parts, label, size = 'md' }: StackedBarProps) => {
  const shown = parts.filter((part) => part.value > 0);
  return (
    <div className={styles.bar} data-size={size} role="img" aria-label={label}>
      {shown.map((part) => (
        <span
          key={part.key}
          className={styles.part}
          data-pattern={part.pattern}
          style={{ flexGrow: part.value, backgroundColor: part.fill }}
        />
      ))}
    </div>
  );
};
