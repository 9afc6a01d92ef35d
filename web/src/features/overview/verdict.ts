import type { OutcomeCounts } from '../../../../controller/http/api-type.ts';
import { totalOf, troubledOf, unconfirmedOf } from '../../ui/outcome-parts.ts';

/** The answer to "did it play?", before any number. */
export type Verdict = 'all' | 'most' | 'part' | 'unproven' | 'none' | 'awaiting';

const MOST = 0.9;

/**
 * Nothing is said of a session while many of its reports are still to come. What nobody reported is no proof of
 * sound, and none of silence either.
 */
export const verdictOf = (counts: OutcomeCounts): Verdict => {
  const planned = totalOf(counts) - counts.cancelled;
  const decided = planned - counts.awaiting;
  if (decided < planned * MOST) return 'awaiting';
  if (counts.played === 0) return counts.awaiting > 0 ? 'awaiting' : 'none';
  if (counts.played === planned) return 'all';
  if (counts.played >= decided * MOST) return 'most';
  return unconfirmedOf(counts) > troubledOf(counts) ? 'unproven' : 'part';
};
