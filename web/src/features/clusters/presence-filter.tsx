import type { PresenceCounts, PresenceState } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { presenceStates } from '../../ui/presence-bar.tsx';
import { PresenceIcon } from '../../ui/presence-mark.tsx';
import { commonWords } from '../../words/common-words.ts';
import { presenceWords } from '../../words/domain-words.ts';
import { clusterWords } from './cluster-words.ts';
import styles from './presence-filter.module.css';

interface PresenceFilterProps {
  readonly counts: PresenceCounts;
  readonly value: PresenceState | null;
  onChange(state: PresenceState | null): void;
}

/** The counts of each state, which are also the filter. */
export const PresenceFilter = ({ counts, value, onChange }: PresenceFilterProps) => {
  const t = useT();
  const format = useFormat();
  return (
    <fieldset className={styles.root}>
      <legend className={styles.legend}>{t(clusterWords.presence)}</legend>
      <button type="button" aria-pressed={value === null} onClick={() => onChange(null)}>
        {t(commonWords.all)} <strong>{format.integer(counts.clusters)}</strong>
      </button>
      {presenceStates.map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={value === state}
          onClick={() => onChange(value === state ? null : state)}
        >
          <PresenceIcon state={state} />
          {t(presenceWords[state])} <strong>{format.integer(counts[state])}</strong>
        </button>
      ))}
    </fieldset>
  );
};
