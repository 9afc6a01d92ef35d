import { type Kysely, sql } from 'kysely';

const statements = [
  `create table incidents (
    id text primary key, type text not null, severity text not null, area_key text not null,
    subject text not null, cluster_id text, device_id text, session_id text, announcement_id text,
    item_id text, opened_at bigint not null, last_at bigint not null, count bigint not null,
    acknowledged_at bigint, acknowledged_by text, closed_at bigint, closed_by text, closed_reason text,
    notes text not null, detail text not null)`,
  `create index incidents_newest on incidents (opened_at desc, id desc)`,
  `create index incidents_in_force on incidents (opened_at desc, id desc) where closed_at is null`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
