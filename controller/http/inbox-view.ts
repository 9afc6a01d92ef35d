import type { InboxRow } from '../app/ports/store/dispatches.ts';
import type { InboxEntry } from './representations/inbox.ts';
import { isoOrNull } from './representations/time.ts';

type Decision = Pick<InboxEntry, 'state' | 'reason' | 'decidedBy' | 'decidedAt' | 'sessionId' | 'dates'>;

/** What a commune made of a dispatch. */
export const decisionOf = ({
  state,
  reason,
  decidedBy,
  decidedAt,
  sessionId,
  dates,
}: InboxRow): Decision => ({
  state,
  reason,
  decidedBy,
  decidedAt: isoOrNull(decidedAt),
  sessionId,
  dates,
});
