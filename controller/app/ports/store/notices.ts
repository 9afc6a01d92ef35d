import type { Notice } from '../../../domain/notice.ts';
import type { Page } from './page.ts';

/** A notice as stored; `to` and `by` are done with once it is routed. */
export type NoticeRow = Required<
  Pick<Notice, 'type' | 'areaKey' | 'subjectId' | 'title' | 'body' | 'path' | 'at'>
> & {
  id: string;
  /** `noticeKey`; unique. */
  key: string;
  areaKeys: readonly string[] | null;
  toUserIds: readonly string[] | null;
  byUserId: string | null;
  storedAt: number;
  /** When it was decided who is told, and how; null while that waits. */
  routedAt: number | null;
};

/** A notice in somebody's list. */
export type NoticeEntryRow = { userId: string; noticeId: string; at: number; readAt: number | null };

export type NoticeEntry = NoticeRow & Pick<NoticeEntryRow, 'readAt'>;

export type NoticeStore = Readonly<{
  /** New keys only: what was told is not told again. */
  insert: (rows: readonly NoticeRow[]) => Promise<void>;
  get: (id: string) => Promise<NoticeRow | null>;
  /** Not routed yet, oldest first. */
  unrouted: (limit: number) => Promise<NoticeRow[]>;
  markRouted: (ids: readonly string[], at: number) => Promise<void>;
  /** When each type was last routed for each area, at or after `since`. */
  lastRouted: (since: number) => Promise<{ type: NoticeRow['type']; areaKey: string; at: number }[]>;
  /** Entries of people's lists; ones already there stay as they are. */
  putEntries: (rows: readonly NoticeEntryRow[]) => Promise<void>;
  /** Newest first. */
  page: (query: {
    userId: string;
    isUnread: boolean;
    type: NoticeRow['type'] | null;
    cursor: string | null;
    limit: number;
  }) => Promise<Page<NoticeEntry>>;
  countUnread: (userId: string) => Promise<number>;
  /** All of the user's when `ids` is null. */
  markRead: (userId: string, ids: readonly string[] | null, at: number) => Promise<void>;
  /** Takes away what is older, with its entries and deliveries; what still waits stays. */
  prune: (before: number) => Promise<void>;
}>;
