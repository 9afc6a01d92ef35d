import { type Kysely, sql } from 'kysely';

/*
 * Portable between SQLite and PostgreSQL. `bigint`: epoch milliseconds pass 32 bits. `smallint`: truth, 0 or 1.
 * Structures that are only ever read whole are JSON in a text column.
 * Tables that devices fill (presence, playbacks, spools) have no foreign keys: an event is kept even when
 * nothing here knows what it is about.
 */
const statements = [
  `create table areas (
    key text primary key, code text not null, level text not null, type text not null, name text not null,
    name_key text not null, parent_key text, valid_from text not null, valid_to text)`,

  `create table stations (
    area_key text not null references areas (key), valid_from text not null, technology text not null,
    document text not null, is_demo smallint not null, primary key (area_key, valid_from))`,
  `create table published_figures (
    area_key text not null references areas (key), date text not null, count bigint not null,
    total bigint not null, document text not null, primary key (area_key, date))`,

  `create table clusters (
    id text primary key, area_key text not null references areas (key), zone_key text, name text not null,
    latitude double precision, longitude double precision, horns bigint not null,
    watts double precision not null, created_at bigint not null, is_demo smallint not null)`,
  `create index clusters_area on clusters (area_key)`,
  `create table devices (
    id text primary key, cluster_id text not null references clusters (id), serial text not null,
    model text not null, status text not null, secret_hash text, public_key text,
    max_volume bigint not null, created_at bigint not null, in_service_from bigint, in_service_to bigint)`,
  `create index devices_cluster on devices (cluster_id)`,
  `create table claims (
    code_hash text primary key, device_id text not null references devices (id),
    expires_at bigint not null, used_at bigint)`,
  `create index claims_device on claims (device_id)`,

  `create table last_seen (device_id text primary key, last_seen_at bigint not null, heartbeat text)`,
  `create table presence_intervals (
    device_id text not null, state text not null, from_at bigint not null, to_at bigint,
    primary key (device_id, from_at))`,
  `create index presence_intervals_open on presence_intervals (device_id) where to_at is null`,
  `create index presence_intervals_end on presence_intervals (to_at)`,
  `create table presence_days (
    device_id text not null, day text not null, online_ms bigint not null, late_ms bigint not null,
    offline_ms bigint not null, unknown_ms bigint not null, primary key (device_id, day))`,
  `create index presence_days_day on presence_days (day)`,

  `create table assets (
    sha256 text primary key, size_bytes bigint not null, duration_ms bigint not null,
    loudness_lufs double precision not null, true_peak_dbtp double precision not null,
    peaks text not null, created_at bigint not null)`,
  `create table bulletins (
    id text primary key, title text not null, title_key text not null, class text not null,
    language text not null, area_key text not null, approval text not null, audio_state text not null,
    incoming_file text, fault_code text, fault_vi text, fault_en text, sha256 text,
    created_by text not null, created_at bigint not null, is_demo smallint not null)`,
  `create index bulletins_newest on bulletins (created_at desc, id desc)`,
  `create index bulletins_audio_state on bulletins (audio_state, created_at)`,
  `create index bulletins_sha256 on bulletins (sha256)`,

  `create table sessions (
    id text primary key, title text not null, area_key text not null, targets text not null,
    class text not null, volume bigint not null, starts_local text not null, time_zone text not null,
    rrule text, duration_ms bigint not null, late text not null, resume text not null,
    standing text not null, exception text, created_by text not null, created_at bigint not null,
    updated_at bigint not null, ended_at bigint, is_demo smallint not null)`,
  `create table running_orders (
    session_id text not null references sessions (id), date text not null, bulletin_ids text not null,
    updated_at bigint not null, primary key (session_id, date))`,
  `create index running_orders_date on running_orders (date)`,
  `create table policy_rules (
    area_key text not null, position bigint not null, weekdays text not null, "from" text not null,
    "to" text not null, max_volume bigint, primary key (area_key, position))`,
  `create table documents (
    topic text primary key, jws text not null, version bigint not null, issued_at bigint not null,
    expires_at bigint not null, published smallint not null)`,

  `create table plan_items (
    item_id text not null, area_key text not null, session_id text not null, title text not null,
    class text not null, sha256 text, start_at bigint not null, end_at bigint not null, cluster_ids text,
    program_version bigint not null, cancelled_at bigint, frozen_at bigint,
    primary key (item_id, area_key))`,
  `create index plan_items_area_start on plan_items (area_key, start_at)`,
  `create index plan_items_end on plan_items (end_at)`,
  `create index plan_items_due on plan_items (start_at) where frozen_at is null`,
  `create index plan_items_sha256 on plan_items (sha256)`,

  `create table playbacks (
    item_id text not null, device_id text not null, cluster_id text not null, area_key text not null,
    session_id text, title text not null, class text not null, sha256 text,
    program_version bigint not null, planned_start bigint not null, planned_end bigint not null,
    started_at bigint, finished_at bigint, outcome text not null, reason text, grade text,
    clock_error_ms double precision, deviation text, late_evidence smallint not null,
    updated_at bigint not null, is_demo smallint not null, primary key (item_id, device_id))`,
  `create index playbacks_newest on playbacks (planned_start desc, item_id, device_id)`,
  `create index playbacks_area_newest on playbacks (area_key, planned_start desc, item_id, device_id)`,
  `create index playbacks_cluster_newest on playbacks (cluster_id, planned_start desc)`,
  `create index playbacks_awaiting on playbacks (planned_end) where reason = 'awaiting'`,
  `create index playbacks_proven on playbacks (finished_at, cluster_id, grade)
    where outcome = 'played'`,

  `create table spool_cursors (
    device_id text not null, spool_id text not null, seq bigint not null, primary key (device_id, spool_id))`,
  `create table play_events (
    device_id text not null, spool_id text not null, seq bigint not null, received_at bigint not null,
    event text not null, primary key (device_id, spool_id, seq))`,

  `create table users (
    id text primary key, username text not null unique, display_name text not null, role text not null,
    area_key text not null, password_hash text not null, created_at bigint not null)`,
  `create table sign_ins (
    token_hash text primary key, kind text not null, user_id text not null references users (id),
    expires_at bigint not null)`,
  `create index sign_ins_expiry on sign_ins (expires_at)`,
  `create table settings (name text primary key, value text not null)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
