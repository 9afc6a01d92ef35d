import type { Kysely } from 'kysely';
import type { JsonRows, SqlDialect } from './json-rows.ts';
import type { Database } from './schema.ts';

/** The database, or the transaction that is open in it. */
export type Connection = Readonly<{
  db: Kysely<Database>;
  dialect: SqlDialect;
  json: JsonRows;
}>;
