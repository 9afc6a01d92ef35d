import type { OutcomeCounts } from '../../../controller/http/api-type.ts';
import type { ShownOutcome } from '../words/domain-words.ts';
import type { BarPart } from './stacked-bar.tsx';

type OutcomePart = BarPart & { readonly outcome: ShownOutcome };

const looks: readonly (Pick<BarPart, 'fill' | 'pattern'> & { outcome: ShownOutcome })[] = [
  { outcome: 'played', fill: 'var(--tt-good-fill)' },
  { outcome: 'awaiting', fill: 'var(--mantine-color-cham-4)', pattern: 'moving' },
  { outcome: 'unknown', fill: 'var(--tt-idle-fill)', pattern: 'hatch' },
  { outcome: 'interrupted', fill: 'var(--tt-warn-fill)' },
  { outcome: 'skipped', fill: 'var(--tt-skipped-fill)', pattern: 'dots' },
  { outcome: 'missed', fill: 'var(--tt-missed-fill)', pattern: 'dots' },
  { outcome: 'failed', fill: 'var(--tt-bad-fill)' },
  { outcome: 'cancelled', fill: 'var(--tt-cancelled-fill)' },
];

/** Counts in reading order. `unknown` is shown without the part that is still awaited. */
export const outcomeParts = (counts: OutcomeCounts): OutcomePart[] =>
  looks
    .map((look) => ({
      ...look,
      key: look.outcome,
      value:
        look.outcome === 'unknown' ? Math.max(0, counts.unknown - counts.awaiting) : counts[look.outcome],
    }))
    .filter((part) => part.value > 0);

/** All plays, whatever became of them. `awaiting` is within `unknown`. */
export const totalOf = (counts: OutcomeCounts): number =>
  counts.played +
  counts.interrupted +
  counts.skipped +
  counts.failed +
  counts.missed +
  counts.unknown +
  counts.cancelled;

/** Plays that ended without the full sound, for a known reason. */
export const troubledOf = (counts: OutcomeCounts): number =>
  counts.failed + counts.missed + counts.interrupted + counts.skipped;

/** Plays whose time is over and about which no report came. */
export const unconfirmedOf = (counts: OutcomeCounts): number => Math.max(0, counts.unknown - counts.awaiting);
