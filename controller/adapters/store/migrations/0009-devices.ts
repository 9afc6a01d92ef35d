import { type Kysely, sql } from 'kysely';

/*
 * Clusters move and retire, receivers are revoked and replaced: what was true when stays known. Configs have a version
 * per receiver, so that moving one makes no other fetch its own again.
 */
const statements = [
  `alter table clusters add column retired_at bigint`,
  `alter table devices add column config_version bigint not null default 0`,

  `create table cluster_placements (
    cluster_id text not null references clusters (id), area_key text not null references areas (key),
    zone_key text, from_at bigint not null, to_at bigint, primary key (cluster_id, from_at))`,
  `create index cluster_placements_past on cluster_placements (from_at, cluster_id) where to_at is not null`,
  `insert into cluster_placements select id, area_key, zone_key, created_at, null from clusters`,

  `create table device_events (
    id text primary key, cluster_id text not null references clusters (id), device_id text,
    at bigint not null, type text not null, done_by text, reason text, detail text not null)`,
  `create index device_events_cluster_newest on device_events (cluster_id, at desc, id desc)`,

  `create table cluster_photos (
    cluster_id text primary key references clusters (id), sha256 text not null, size_bytes bigint not null,
    taken_at bigint not null, taken_by text not null)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
