import { useEffect, useRef } from 'react';
import type { OutcomeCounts, PlaybackOutcome } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { OutcomeIcon } from '../../ui/outcome-mark.tsx';
import { totalOf, unconfirmedOf } from '../../ui/outcome-parts.ts';
import { outcomeWords } from '../../words/domain-words.ts';
import { filterOutcomes } from './as-run-filter.ts';
import { asRunWords } from './as-run-words.ts';
import styles from './outcome-chips.module.css';

interface OutcomeChipsProps {
  readonly counts: OutcomeCounts;
  readonly chosen: PlaybackOutcome | null;
  onChoose(outcome: PlaybackOutcome | null): void;
  readonly size?: 'sm' | 'md';
}

/** Outcomes that happened, each a button that shows only its plays. */
export const OutcomeChips = ({ counts, chosen, onChoose, size = 'md' }: OutcomeChipsProps) => {
  const t = useT();
  const format = useFormat();
  const root = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    // On a phone the row runs past the edge, and a link may come with an outcome that lies there.
    if (chosen !== null)
      root.current
        ?.querySelector('[aria-pressed="true"]')
        ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [chosen]);
  const shown = filterOutcomes.filter((outcome) => counts[outcome] > 0 || outcome === chosen);
  return (
    <fieldset ref={root} className={styles.chips} data-size={size}>
      <legend className={styles.legend}>{t(asRunWords.outcomes)}</legend>
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t(asRunWords.allPlays)}
        <strong>{format.integer(totalOf(counts))}</strong>
      </button>
      {shown.map((outcome) => (
        <button
          key={outcome}
          type="button"
          aria-pressed={chosen === outcome}
          data-testid={`outcome-${outcome}`}
          onClick={() => onChoose(chosen === outcome ? null : outcome)}
        >
          <OutcomeIcon outcome={outcome} size={16} />
          {t(outcomeWords[outcome])}
          <strong>{format.integer(outcome === 'unknown' ? unconfirmedOf(counts) : counts[outcome])}</strong>
          {outcome === 'unknown' && counts.awaiting > 0 ? (
            <span className={styles.awaiting}>
              {t(asRunWords.andAwaiting)(format.integer(counts.awaiting))}
            </span>
          ) : null}
        </button>
      ))}
    </fieldset>
  );
};
