import type { Delivery as StoredDelivery } from '../app/ports/store/deliveries.ts';
import type { Delivery } from './representations/notice.ts';
import { iso, isoOrNull } from './representations/time.ts';

/** `to`: a person or a webhook by name; a push endpoint is somebody's browser, and its address nobody's business. */
export const deliveryOut = (row: StoredDelivery, to: string): Delivery => ({
  id: row.id,
  channel: row.channel,
  state: row.state,
  to,
  type: row.notice.type,
  title: row.notice.title,
  body: row.notice.body,
  attempts: row.attempts,
  fault: row.fault,
  createdAt: iso(row.createdAt),
  nextAt: row.state === 'waiting' ? iso(row.nextAt) : null,
  doneAt: isoOrNull(row.doneAt),
});
