import type { AreaRef, Bulletin } from '../../../controller/http/api-type.ts';

export interface InboxEntry {
  readonly dispatchId: string;
  readonly bulletin: Bulletin;
  readonly from: AreaRef;
  readonly to: AreaRef;
  readonly sentAt: string;
  readonly sentBy: string;
  readonly note: string | null;
  readonly state: 'waiting' | 'placed' | 'declined';
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly sessionId: string | null;
  readonly dates: readonly string[];
}
export interface InboxPage {
  readonly items: readonly InboxEntry[];
  readonly next: string | null;
}
export interface DispatchSummary {
  readonly id: string;
  readonly bulletin: Bulletin;
  readonly from: AreaRef;
  readonly sentAt: string;
  readonly sentBy: string;
  readonly note: string | null;
  readonly counts: { readonly waiting: number; readonly placed: number; readonly declined: number };
}
export type Dispatch = DispatchSummary & {
  readonly communes: readonly {
    readonly area: AreaRef;
    readonly state: InboxEntry['state'];
    readonly reason: string | null;
    readonly decidedBy: string | null;
    readonly decidedAt: string | null;
    readonly sessionId: string | null;
    readonly dates: readonly string[];
  }[];
};
export interface DispatchPage {
  readonly items: readonly DispatchSummary[];
  readonly next: string | null;
}
