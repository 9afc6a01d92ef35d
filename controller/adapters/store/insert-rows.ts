import { auditedTable } from './audited-tables.ts';
import { auditedWrite } from './audited-write.ts';
import { type OnConflict, putRows } from './put-rows.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { ColumnName, Table } from './table.ts';

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

/** The last row of each key. */
export const lastByKey = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];
