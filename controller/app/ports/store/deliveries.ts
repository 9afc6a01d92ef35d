import type { NoticeRow } from './notices.ts';
import type { Page } from './page.ts';

export type DeliveryChannel = 'push' | 'email' | 'webhook';

/** `gone`: whom it was for is not there any more, or does not want it. */
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'gone';

/** One notice on its way out of here, to one address. */
export type DeliveryRow = {
  id: string;
  noticeId: string;
  channel: DeliveryChannel;
  /** Deliveries of a lane share a way, and its faults: a webhook, a push service, the mail server. */
  lane: string;
  /** Id of the push endpoint or webhook, or of the user for e-mail. */
  target: string;
  userId: string | null;
  state: DeliveryState;
  attempts: number;
  /** Not before: later than `createdAt` when somebody's quiet time is kept. */
  dueAt: number;
  nextAt: number;
  /** Code of the last fault; never what the other side answered. */
  fault: string | null;
  createdAt: number;
  doneAt: number | null;
};

export type Delivery = DeliveryRow & { notice: NoticeRow };

export type DeliveryFilter = {
  channel: DeliveryChannel | null;
  state: DeliveryState | null;
  target: string | null;
};

export type LaneCount = { channel: DeliveryChannel; state: DeliveryState; count: number };

export type DeliveryStore = Readonly<{
  insert: (rows: readonly DeliveryRow[]) => Promise<void>;
  /** Waiting and due, the longest due first, so many of each lane; none of lanes that are busy. */
  due: (query: {
    now: number;
    busyLanes: readonly string[];
    perLane: number;
    limit: number;
  }) => Promise<Delivery[]>;
  /** When the next one of other lanes is due; null when none waits. */
  nextAt: (busyLanes: readonly string[]) => Promise<number | null>;
  put: (row: DeliveryRow) => Promise<void>;
  /** Newest first. */
  page: (filter: DeliveryFilter, cursor: string | null, limit: number) => Promise<Page<Delivery>>;
  /** Made at or after `since`, and those that wait. */
  counts: (since: number) => Promise<LaneCount[]>;
  /** What waits and was due before that is `failed`; gives the lanes concerned with one target of each. */
  giveUp: (dueBefore: number, at: number) => Promise<{ lane: string; target: string }[]>;
  /** What waits for that target is `gone`. */
  forget: (target: string, at: number) => Promise<void>;
}>;
