import type { ReactNode } from 'react';
import styles from './facts.module.css';

interface FactsProps {
  readonly items: readonly (readonly [name: string, value: ReactNode])[];
  /** Name over value in one column, instead of a row of figures. */
  readonly stacked?: boolean;
}

/** Names and values. */
export const Facts = ({ items, stacked = false }: FactsProps) => (
  <dl className={styles.facts} data-stacked={stacked || undefined}>
    {items.map(([name, value]) => (
      <div key={name} className={styles.fact}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
