import type { OutcomeCounts } from '../../../../controller/http/api-type.ts';
import { totalOf, unconfirmedOf } from '../../ui/outcome-parts.ts';

/** The answer to "did it play?", before any number. */
export type Verdict = 'all' | 'most' | 'part' | 'none' | 'awaiting';

const MOST = 0.9;

/**
 * Plays that are still awaited count for neither side: the answer is about what is known, and `none` is said
 * only when nothing is left to come.
 */
export const verdictOf = (counts: OutcomeCounts): Verdict => {
  const decided = totalOf(counts) - counts.cancelled - counts.awaiting;
  if (counts.played === 0) return counts.awaiting > 0 ? 'awaiting' : 'none';
  if (counts.played === decided) return counts.awaiting > 0 ? 'most' : 'all';
  if (counts.played >= (decided - unconfirmedOf(counts)) * MOST && counts.played >= decided * 0.5)
    return 'most';
  return 'part';
};
