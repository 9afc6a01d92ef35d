import { useFormat, useT } from '../../i18n/language.tsx';
import { countStates, type PlanRow, type RowState } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';
import styles from './state-counts.module.css';

const states = ['full', 'part', 'silent'] as const satisfies readonly RowState[];

export const StateCounts = ({ rows }: { rows: readonly PlanRow[] }) => {
  const t = useT();
  const format = useFormat();
  const counts = countStates(rows);
  return (
    <span className={styles.counts}>
      {states
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <span key={state} data-state={state}>
            <strong>{format.integer(counts[state])}</strong>{' '}
            {t(dryRunWords.states[state]).toLocaleLowerCase('vi')}
          </span>
        ))}
    </span>
  );
};
