import { type Kysely, sql } from 'kysely';

/** Accounts can be closed; sign-ins tell browsers apart; second factors and tokens of machines. Everybody signs in anew. */
const statements = [
  `alter table users add column disabled_at bigint`,
  `alter table users add column password_set_at bigint`,
  `drop table sign_ins`,
  `create table sign_ins (
    id text primary key, kind text not null, token_hash text not null unique,
    user_id text not null references users (id), created_at bigint not null, last_used_at bigint not null,
    expires_at bigint not null, address text, device text)`,
  `create index sign_ins_expiry on sign_ins (expires_at)`,
  `create index sign_ins_user on sign_ins (user_id)`,
  `create table second_factors (
    user_id text primary key references users (id), sealed_secret text not null, confirmed_at bigint,
    last_step bigint not null)`,
  `create table recovery_codes (
    user_id text not null references users (id), code_hash text not null, primary key (user_id, code_hash))`,
  `create table api_tokens (
    id text primary key, user_id text not null references users (id), name text not null,
    token_hash text not null unique, actions text not null, area_keys text not null,
    wide_emergency bigint not null, created_at bigint not null, expires_at bigint not null,
    last_used_at bigint, revoked_at bigint)`,
  `create index api_tokens_user on api_tokens (user_id)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
