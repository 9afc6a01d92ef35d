import { type Kysely, sql } from 'kysely';

/*
 * What communes decide: in which order priority items go, and what of the bulletins that higher levels send airs.
 * An inbox row repeats when its dispatch was sent, for the order of the list.
 */
const statements = [
  `create table priority_orders (
    area_key text not null references areas (key), date text not null, item_ids text not null,
    updated_by text not null, updated_at bigint not null, primary key (area_key, date))`,
  `create index priority_orders_date on priority_orders (date)`,
  `create table dispatches (
    id text primary key, bulletin_id text not null references bulletins (id),
    from_area_key text not null references areas (key), note text, sent_by text not null,
    sent_at bigint not null)`,
  `create index dispatches_newest on dispatches (sent_at desc, id desc)`,
  `create table inbox (
    dispatch_id text not null references dispatches (id), area_key text not null references areas (key),
    sent_at bigint not null, state text not null, reason text, decided_by text, decided_at bigint,
    session_id text references sessions (id), dates text not null, primary key (dispatch_id, area_key))`,
  `create index inbox_newest on inbox (sent_at desc, dispatch_id desc, area_key desc)`,
  `create index inbox_area_newest on inbox (area_key, sent_at desc, dispatch_id desc)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
