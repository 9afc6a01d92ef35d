import { type Kysely, sql } from 'kysely';

/** Somebody has any number of roles, each in an area and what lies below it. */
const statements = [
  `alter table users add column grants text not null default '[]'`,
  `update users set grants = '[{"role":"' || role || '","areaKey":"' || area_key || '"}]'`,
  `alter table users drop column role`,
  `alter table users drop column area_key`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
