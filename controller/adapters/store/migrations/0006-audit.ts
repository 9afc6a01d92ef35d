import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../json-rows.ts';

const tables = [
  `create table audit (
    seq bigint primary key, at bigint not null, actor_kind text not null, actor_name text not null,
    actor_address text, action text not null, subject text not null, subject_id text not null, area_key text,
    "before" text, "after" text, prev_hash text not null, hash text not null)`,
  `create index audit_at on audit (at)`,
  `create index audit_area on audit (area_key, seq)`,
  `create index audit_actor on audit (actor_name, seq)`,
  `create index audit_subject on audit (subject, subject_id, seq)`,
  `create table audit_checkpoints (
    seq bigint primary key, hash text not null, at bigint not null, jws text not null)`,
];

/** The database itself refuses to change what was entered; `audit:verify` finds what got past it. */
const guards: Readonly<Record<SqlDialect, readonly string[]>> = {
  sqlite: ['audit', 'audit_checkpoints'].flatMap((table) => [
    `create trigger ${table}_no_update before update on ${table}
      begin select raise(abort, 'The audit trail is only ever appended to.'); end`,
    `create trigger ${table}_no_delete before delete on ${table}
      begin select raise(abort, 'The audit trail is only ever appended to.'); end`,
    // `insert or replace` deletes without asking the trigger above.
    `create trigger ${table}_no_replace before insert on ${table}
      when new.seq <= (select max(seq) from ${table})
      begin select raise(abort, 'The audit trail is only ever appended to.'); end`,
  ]),
  postgres: [
    `create function audit_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'The audit trail is only ever appended to.'; end $$`,
    ...['audit', 'audit_checkpoints'].map(
      (table) => `create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function audit_is_append_only()`,
    ),
  ],
};

export const createAuditMigration = (dialect: SqlDialect) => ({
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of [...tables, ...guards[dialect]]) await sql.raw(statement).execute(db);
  },
});
