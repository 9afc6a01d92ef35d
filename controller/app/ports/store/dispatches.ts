import type { Page } from './page.ts';

/** A higher level's normal bulletin, sent to communes that decide whether they air it. */
export type DispatchRow = {
  id: string;
  bulletinId: string;
  fromAreaKey: string;
  note: string | null;
  sentBy: string;
  sentAt: number;
};

export type InboxState = 'waiting' | 'placed' | 'declined';

/** What one commune made of one dispatch. */
export type InboxRow = {
  dispatchId: string;
  areaKey: string;
  /** Of the dispatch. */
  sentAt: number;
  state: InboxState;
  /** Why it was declined. */
  reason: string | null;
  decidedBy: string | null;
  decidedAt: number | null;
  /** Where it was placed. */
  sessionId: string | null;
  dates: string[];
};

export type DispatchStore = Readonly<{
  /** With a waiting entry in the inbox of each commune. */
  insert: (dispatch: DispatchRow, areaKeys: readonly string[]) => Promise<void>;
  many: (ids: readonly string[]) => Promise<DispatchRow[]>;
  /** Newest first. */
  page: (query: {
    fromAreaKeys: readonly string[] | null;
    cursor: string | null;
    limit: number;
  }) => Promise<Page<DispatchRow>>;
  /** By dispatch and commune. */
  entries: (dispatchIds: readonly string[]) => Promise<InboxRow[]>;
  entry: (dispatchId: string, areaKey: string) => Promise<InboxRow | null>;
  putEntry: (entry: InboxRow) => Promise<void>;
  /** Newest first. */
  inbox: (query: {
    areaKeys: readonly string[] | null;
    state: InboxState | null;
    cursor: string | null;
    limit: number;
  }) => Promise<Page<InboxRow>>;
}>;
