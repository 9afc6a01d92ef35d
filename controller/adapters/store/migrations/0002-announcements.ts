import { type Kysely, sql } from 'kysely';

/*
 * What is in force now, and what was. A plan item of an announcement belongs to no session, so the column loses
 * its constraint; SQLite can only do that by making the table anew.
 */
const statements = [
  `create table announcements (
    id text primary key, kind text not null, title text not null, area_key text not null,
    targets text not null, bulletin_id text, sha256 text, volume bigint, repeat smallint not null,
    start_at bigint not null, end_at bigint, reason text, started_by text not null,
    created_at bigint not null, versions text not null, ended_at bigint, ended_by text, end_reason text,
    is_demo smallint not null)`,
  `create index announcements_newest on announcements (start_at desc, id desc)`,
  `create index announcements_ended on announcements (ended_at, start_at)`,
  `create index announcements_sha256 on announcements (sha256)`,

  `create table prepared_clips (source text primary key, sha256 text not null, created_at bigint not null)`,
  `create index prepared_clips_sha256 on prepared_clips (sha256)`,
  `create index bulletins_emergency on bulletins (area_key) where class = 'emergency'`,

  `create table plan_items_of_all (
    item_id text not null, area_key text not null, session_id text, title text not null,
    class text not null, sha256 text, start_at bigint not null, end_at bigint not null, cluster_ids text,
    program_version bigint not null, cancelled_at bigint, frozen_at bigint,
    primary key (item_id, area_key))`,
  `insert into plan_items_of_all
    select item_id, area_key, session_id, title, class, sha256, start_at, end_at, cluster_ids,
      program_version, cancelled_at, frozen_at
    from plan_items`,
  `drop table plan_items`,
  `alter table plan_items_of_all rename to plan_items`,
  `create index plan_items_area_start on plan_items (area_key, start_at)`,
  `create index plan_items_end on plan_items (end_at)`,
  `create index plan_items_due on plan_items (start_at) where frozen_at is null`,
  `create index plan_items_sha256 on plan_items (sha256)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
