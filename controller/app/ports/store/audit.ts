import type { AuditEntry } from '../../../domain/audit-chain.ts';
import type { Actor } from '../actor.ts';
import type { Page } from './page.ts';

/** One entry of the audit trail, bound to the one before it by its hash: see the domain's `audit-chain`. */
export type AuditRow = AuditEntry;

/** How far the trail went at an instant, signed so that nobody without the key can make it shorter or another. */
export type AuditCheckpointRow = { seq: number; hash: string; at: number; jws: string };

export type AuditFilter = {
  /** Entries of these areas, each by its own key; null for all, those of no area included. */
  areaKeys: readonly string[] | null;
  /** Name of who did it. */
  actor: string | null;
  action: string | null;
  /** Table, or what else it is about. */
  subject: string | null;
  subjectId: string | null;
  /** In [from, to). */
  from: number | null;
  to: number | null;
};

/** A fact that is no change of a row: a refused sign-in, an export that was taken, a key that was used. */
export type AuditNote = Readonly<{
  /** What happened, `sign-in.refused`. */
  action: string;
  /** What it is about: a table, or a word of its own. */
  subject: string;
  subjectId: string;
  areaKey: string | null;
  /** Never a secret. */
  fact?: Readonly<Record<string, unknown>>;
  /** Instead of who acts at this moment, as known: the address stays. */
  actor?: Pick<Actor, 'kind' | 'name'>;
}>;

/**
 * Who did what, when and from where, append-only. Changes of audited tables enter it by themselves, in the same
 * transaction: see `audited-tables.ts`.
 */
export type AuditStore = Readonly<{
  note: (note: AuditNote) => Promise<void>;
  /** Newest first. */
  page: (filter: AuditFilter, cursor: string | null, limit: number) => Promise<Page<AuditRow>>;
  /** In order, from the entry that follows `seq`. */
  following: (seq: number, limit: number, filter?: AuditFilter) => Promise<AuditRow[]>;
  last: () => Promise<AuditRow | null>;
  putCheckpoint: (checkpoint: AuditCheckpointRow) => Promise<void>;
  lastCheckpoint: () => Promise<AuditCheckpointRow | null>;
}>;
