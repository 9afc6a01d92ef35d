import { z } from '@hono/zod-openapi';
import { bulletin } from './bulletin.ts';
import { areaCode, areaRef, localDate } from './common.ts';
import { paragraph } from './text.ts';

export const inboxState = z.enum(['waiting', 'placed', 'declined']);

export const sendDispatch = z
  .strictObject({
    /** A normal bulletin of a province or district, approved and ready. */
    bulletinId: z.string().max(64),
    /** Areas within the bulletin's; each commune there decides for itself. */
    targets: z.array(z.strictObject({ areaCode })).min(1).max(300),
    note: paragraph(500).optional(),
  })
  .openapi('SendDispatch');
export type SendDispatch = z.input<typeof sendDispatch>;

export const placeEntry = z
  .strictObject({
    /** A session that the commune owns. */
    sessionId: z.string().max(64),
    dates: z.array(localDate).min(1).max(366),
  })
  .openapi('PlaceInboxEntry');

export const declineEntry = z.strictObject({ reason: paragraph(500).min(5) }).openapi('DeclineInboxEntry');

const decision = {
  state: inboxState,
  /** Why it was declined. */
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** Where and when the commune placed it. */
  sessionId: z.string().nullable(),
  dates: z.array(localDate),
};

export const inboxEntry = z
  .object({
    dispatchId: z.string(),
    bulletin,
    from: areaRef,
    to: areaRef,
    note: z.string().nullable(),
    sentBy: z.string(),
    sentAt: z.string(),
    ...decision,
  })
  .openapi('InboxEntry');
export type InboxEntry = z.infer<typeof inboxEntry>;
export const inboxPage = z
  .object({ items: z.array(inboxEntry), next: z.string().nullable() })
  .openapi('InboxPage');
export type InboxPage = z.infer<typeof inboxPage>;

const dispatchSummary = z.object({
  id: z.string(),
  bulletin,
  from: areaRef,
  note: z.string().nullable(),
  sentBy: z.string(),
  sentAt: z.string(),
  counts: z.object({ waiting: z.int(), placed: z.int(), declined: z.int() }),
});
export const dispatch = dispatchSummary
  .extend({ communes: z.array(z.object({ area: areaRef, ...decision })) })
  .openapi('Dispatch');
export type Dispatch = z.infer<typeof dispatch>;
export const dispatchPage = z
  .object({ items: z.array(dispatchSummary), next: z.string().nullable() })
  .openapi('DispatchPage');
export type DispatchPage = z.infer<typeof dispatchPage>;
