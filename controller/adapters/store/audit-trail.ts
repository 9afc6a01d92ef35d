import { type Kysely, sql } from 'kysely';
import type { Actor } from '../../app/ports/actor.ts';
import { type AuditEntry, chainEntries, chainStart } from '../../domain/audit-chain.ts';
import { sha256 } from '../random.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Connection } from './connection.ts';
import { putRows } from './put-rows.ts';
import type { Database } from './schema.ts';
import type { Table } from './table.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Something that happened in a transaction and enters the trail with it. */
export type AuditFact = Readonly<{
  subject: string;
  subjectId: string;
  areaKey: string | null;
  before: Fields | null;
  after: Fields | null;
  action?: string;
  actor?: Pick<Actor, 'kind' | 'name'>;
}>;

/** What a transaction adds to the trail. */
export type AuditTrail = Readonly<{
  /** Who acts at this moment. */
  actor: () => Actor;
  enter: (fact: AuditFact) => void;
  /** As the last step before the commit, so that those who append wait for each other no longer than they must. */
  append: (connection: Connection) => Promise<void>;
}>;

const audit: Table<'audit'> = {
  name: 'audit',
  key: ['seq'],
  columns: {
    seq: 'bigint',
    at: 'bigint',
    actorKind: 'text',
    actorName: 'text',
    actorAddress: 'text',
    action: 'text',
    subject: 'text',
    subjectId: 'text',
    areaKey: 'text',
    before: 'text',
    after: 'text',
    prevHash: 'text',
    hash: 'text',
  },
};

/** Text as the databases keep it: PostgreSQL has no U+0000, UTF-8 no lone surrogates. The hash is over this. */
const storable = (text: string): string => Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
const storableOrNull = (text: string | null): string | null => (text === null ? null : storable(text));
const jsonOrNull = (fields: Fields | null): string | null => (fields === null ? null : canonicalJson(fields));

const lastEntry = async (db: Kysely<Database>): Promise<Pick<AuditEntry, 'seq' | 'hash'>> =>
  (await db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()) ??
  chainStart;

export const createAuditTrail = (deps: { now: () => number; actor: () => Actor }): AuditTrail => {
  const entries: Omit<AuditEntry, 'seq' | 'prevHash' | 'hash'>[] = [];
  return {
    actor: deps.actor,
    enter: (fact) => {
      const actor = { ...deps.actor(), ...fact.actor };
      entries.push({
        at: deps.now(),
        actorKind: actor.kind,
        actorName: storable(actor.name),
        actorAddress: storableOrNull(actor.address),
        action: fact.action ?? actor.action,
        subject: fact.subject,
        subjectId: storable(fact.subjectId),
        areaKey: storableOrNull(fact.areaKey),
        before: jsonOrNull(fact.before),
        after: jsonOrNull(fact.after),
      });
    },
    append: async ({ db, dialect, json }) => {
      if (entries.length === 0) return;
      // Each entry names the one before it. SQLite has one writer at a time anyway.
      if (dialect === 'postgres') await sql`lock table audit in share row exclusive mode`.execute(db);
      await putRows({ db, json }, audit, chainEntries(await lastEntry(db), entries, sha256), null);
    },
  };
};
