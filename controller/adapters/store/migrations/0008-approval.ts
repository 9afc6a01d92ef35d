import { type Kysely, sql } from 'kysely';

/**
 * Bulletins are approved by somebody else than who made them, emergencies beyond a commune by two. What was approved
 * before stays approved, for every occurrence.
 */
const statements = [
  `alter table bulletins add column revision bigint not null default 0`,
  `alter table bulletins add column submitter text`,
  `alter table bulletins add column approved_at bigint`,
  `alter table bulletins add column airs_from bigint`,
  `update bulletins set approved_at = created_at, airs_from = 0 where approval = 'approved'`,
  `create index bulletins_submitted on bulletins (area_key) where approval = 'submitted'`,
  `create table approvals (
    bulletin_id text not null, revision bigint not null, step text not null, "at" bigint not null,
    "by" text not null, reason text, is_solo smallint not null, primary key (bulletin_id, revision))`,
  `create table solo_approvals (
    area_key text primary key, is_on smallint not null, reason text not null, decided_by text not null,
    decided_at bigint not null)`,
  `create table cut_off_misses (
    session_id text not null, recurrence_at bigint not null, bulletin_id text not null,
    found_at bigint not null, primary key (session_id, recurrence_at, bulletin_id))`,

  `alter table announcements add column confirmed_by text`,
  `alter table announcements add column is_break_glass smallint not null default 0`,
  `create table announcement_requests (
    id text primary key, state text not null, input text not null, title text not null,
    area_key text not null, sha256 text, duration_ms bigint, requested_by text not null,
    requested_at bigint not null, expires_at bigint not null, decided_by text, decided_at bigint,
    decision_reason text, announcement_id text)`,
  `create index announcement_requests_newest on announcement_requests (requested_at desc, id desc)`,
  `create index announcement_requests_waiting on announcement_requests (requested_at) where state = 'waiting'`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
