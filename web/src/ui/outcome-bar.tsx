import type { OutcomeCounts } from '../../../controller/http/api-type.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import { outcomeWords } from '../words/domain-words.ts';
import styles from './outcome-bar.module.css';
import { OutcomeIcon } from './outcome-mark.tsx';
import { outcomeParts } from './outcome-parts.ts';
import { StackedBar } from './stacked-bar.tsx';

interface OutcomeBarProps {
  readonly counts: OutcomeCounts;
  readonly size?: 'sm' | 'md' | 'lg';
  /** The bar alone, without the list of numbers. */
  readonly bare?: boolean;
}

/** How plays went: one bar, and every part with icon, word and number. */
export const OutcomeBar = ({ counts, size = 'md', bare = false }: OutcomeBarProps) => {
  const t = useT();
  const format = useFormat();
  const parts = outcomeParts(counts);
  const label = parts
    .map((part) => `${t(outcomeWords[part.outcome])} ${format.integer(part.value)}`)
    .join(', ');
  return (
    <div className={styles.root}>
      <StackedBar parts={parts} label={label} size={size} />
      {bare ? null : (
        <ul className={styles.legend} data-size={size}>
          {parts.map((part) => (
            <li key={part.key} className={styles.entry}>
              <OutcomeIcon outcome={part.outcome} size={15} />
              <span className={styles.word}>{t(outcomeWords[part.outcome])}</span>
              <strong className={styles.number}>{format.integer(part.value)}</strong>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
