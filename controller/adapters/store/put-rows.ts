import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Connection } from './connection.ts';
import type { Database } from './schema.ts';
import type { ColumnKind, ColumnName, Table } from './table.ts';

/** What happens to a row whose key exists; without it the statement fails. */
export type OnConflict<Name extends keyof Database> =
  | 'ignore'
  | Readonly<{
      /** Columns that stay as they are; the others are replaced. */
      keep?: readonly ColumnName<Name>[];
      /** Replaces only where this holds; `excluded` names the new row. */
      where?: RawBuilder<SqlBool>;
    }>;

const valueAt = (position: number, kind: ColumnKind): RawBuilder<unknown> => {
  const value = sql`value->>${sql.lit(position)}`;
  switch (kind) {
    // A structure within the row comes out of ->> as its JSON text.
    case 'text':
    case 'json':
      return value;
    case 'bigint':
      return sql`cast(${value} as bigint)`;
    case 'double':
      return sql`cast(${value} as double precision)`;
    // SQLite reads 1, PostgreSQL 'true'.
    case 'boolean':
      return sql`case when cast(${value} as text) in ('1', 'true') then 1 else 0 end`;
  }
};

const conflictClause = <Name extends keyof Database>(
  table: Table<Name>,
  names: readonly string[],
  onConflict: OnConflict<Name> | null,
): RawBuilder<unknown> => {
  if (onConflict === null) return sql``;
  if (onConflict === 'ignore') return sql`on conflict do nothing`;
  const fixed = new Set<string>([...table.key, ...(onConflict.keep ?? [])]);
  const assignments = names
    .filter((name) => !fixed.has(name))
    .map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
  const where = onConflict.where === undefined ? sql`` : sql`where ${onConflict.where}`;
  const key = sql.join(table.key.map((name) => sql.ref(name)));
  return sql`on conflict (${key}) do update set ${sql.join(assignments)} ${where}`;
};

/** Any number of rows in one statement, past the audit trail. */
export const putRows = async <Name extends keyof Database>(
  { db, json }: Pick<Connection, 'db' | 'json'>,
  table: Table<Name>,
  rows: readonly Readonly<Record<ColumnName<Name>, unknown>>[],
  onConflict: OnConflict<Name> | null,
): Promise<void> => {
  const columns = Object.entries<ColumnKind>(table.columns);
  const names = columns.map(([name]) => name);
  const named: readonly Readonly<Record<string, unknown>>[] = rows;
  const values = json.rows(named.map((row) => names.map((name) => row[name])));
  // `where true` keeps SQLite from reading `on conflict` as the beginning of a join.
  await sql`
    insert into ${sql.table(table.name)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(columns.map(([, kind], position) => valueAt(position, kind)))}
    from ${values} where true ${conflictClause(table, names, onConflict)}`.execute(db);
};
