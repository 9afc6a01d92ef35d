import { type RawBuilder, sql } from 'kysely';

export type SqlDialect = 'sqlite' | 'postgres';

/**
 * Many rows in one statement with one parameter, whatever their number: JSON text that the database takes apart.
 * Past the `from`, `value->>0` means the same in both dialects.
 */
export type JsonRows = Readonly<{
  /** A `from` item with one column, `value`: an array for each row. */
  rows: (rows: readonly (readonly unknown[])[]) => RawBuilder<unknown>;
  /** A subquery of one text column, for `in`. */
  texts: <T extends string>(texts: readonly T[]) => RawBuilder<T>;
}>;

/** Escapes, in JSON text, of what PostgreSQL's text cannot hold: U+0000 and lone surrogates. */
const unstorable = /\\u(?:0000|d[89a-f])/;
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? Buffer.from(value.replaceAll('\0', '\uFFFD')).toString() : value;

const toJson = (value: readonly unknown[]): string => {
  const json = JSON.stringify(value);
  return unstorable.test(json) ? JSON.stringify(value, storable) : json;
};

export const createJsonRows = (dialect: SqlDialect): JsonRows =>
  dialect === 'sqlite'
    ? {
        // `json_each` would have every `->>` parse its row's text again, at half the speed. From SQLite 3.51.
        rows: (rows) => sql`jsonb_each(${toJson(rows)})`,
        texts: (texts) => sql`(select value from json_each(${toJson(texts)}))`,
      }
    : {
        rows: (rows) => sql`json_array_elements(cast(${toJson(rows)} as json))`,
        texts: (texts) => sql`(select value from json_array_elements_text(cast(${toJson(texts)} as json)))`,
      };
