import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { auditedTable } from './audited-tables.ts';
import { auditedWrite } from './audited-write.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';

type ColumnKind = 'text' | 'json' | 'bigint' | 'double' | 'boolean';
type ColumnName<Name extends keyof Database> = keyof Database[Name] & string;

export type Table<Name extends keyof Database> = Readonly<{
  name: Name;
  key: readonly ColumnName<Name>[];
  columns: Readonly<Record<ColumnName<Name>, ColumnKind>>;
}>;

/** What happens to a row whose key exists; without it the statement fails. */
type OnConflict<Name extends keyof Database> =
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

const isReplacement = <Name extends keyof Database>(onConflict: OnConflict<Name> | null): boolean =>
  onConflict !== null && onConflict !== 'ignore' && !onConflict.keep && onConflict.where === undefined;

/**
 * Inserts any number of rows in one statement. Keys must not repeat within `rows` unless repeats are ignored:
 * PostgreSQL refuses to replace a row twice in a statement. Rows of audited tables enter the audit trail.
 */
export const insertRows = async <Name extends keyof Database>(
  context: StoreContext,
  table: Table<Name>,
  rows: readonly Readonly<Record<ColumnName<Name>, unknown>>[],
  onConflict: OnConflict<Name> | null = null,
): Promise<void> => {
  if (rows.length === 0) return;
  const write = (within: StoreContext) => putRows(within, table, rows, onConflict);
  if (!auditedTable(table.name)) return write(context);
  const isNew = onConflict === null;
  const known = isNew || isReplacement(onConflict) ? { given: rows, isNew } : {};
  return auditedWrite(context, table, rows, write, known);
};

const putRows = async <Name extends keyof Database>(
  { db, json }: StoreContext,
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

/** The last row of each key. */
export const lastByKey = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];
