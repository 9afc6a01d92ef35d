import { type Kysely, sql } from 'kysely';

/*
 * What people are told, whom, and by which way. An entry repeats its notice's instant for the order of a list; a
 * delivery repeats nothing, and is what still has to leave here.
 */
const statements = [
  `create table notices (
    id text primary key, key text not null unique, type text not null, area_key text not null,
    area_keys text, subject_id text not null, title text not null, body text not null, path text not null,
    at bigint not null, to_user_ids text, by_user_id text, stored_at bigint not null, routed_at bigint)`,
  `create index notices_unrouted on notices (stored_at) where routed_at is null`,
  `create index notices_routed on notices (routed_at)`,
  `create table notice_entries (
    user_id text not null, notice_id text not null references notices (id), at bigint not null,
    read_at bigint, primary key (user_id, notice_id))`,
  `create index notice_entries_newest on notice_entries (user_id, at desc, notice_id desc)`,
  `create index notice_entries_unread on notice_entries (user_id) where read_at is null`,
  `create index notice_entries_notice on notice_entries (notice_id)`,
  `create table deliveries (
    id text primary key, notice_id text not null references notices (id), channel text not null,
    lane text not null, target text not null, user_id text, state text not null, attempts bigint not null,
    due_at bigint not null, next_at bigint not null, fault text, created_at bigint not null,
    done_at bigint)`,
  `create index deliveries_waiting on deliveries (lane, next_at, id) where state = 'waiting'`,
  `create index deliveries_newest on deliveries (created_at desc, id desc)`,
  `create index deliveries_notice on deliveries (notice_id)`,
  `create index deliveries_target on deliveries (target, created_at desc, id desc)`,
  `create table notice_preferences (
    user_id text primary key, email text, quiet_from text not null, quiet_to text not null,
    choices text not null, updated_at bigint not null)`,
  `create table push_endpoints (
    id text primary key, user_id text not null, endpoint text not null unique, p256dh text not null,
    auth text not null, label text not null, created_at bigint not null)`,
  `create index push_endpoints_user on push_endpoints (user_id)`,
  `create table webhooks (
    id text primary key, name text not null, area_key text not null references areas (key), url text not null,
    types text not null, secret text not null, previous_secret text, rotated_at bigint, disabled_at bigint,
    created_by text not null, created_at bigint not null)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
