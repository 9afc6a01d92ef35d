import { sql } from 'kysely';
import { type AreaOfRow, type AuditedTable, auditedTable } from './audited-tables.ts';
import { canonicalJson } from './canonical-json.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { JoinedContext, StoreContext } from './store-context.ts';

type Fields = Readonly<Record<string, unknown>>;
type AnyTable = Readonly<{
  name: keyof Database;
  key: readonly string[];
  columns: Readonly<Record<string, string>>;
}>;

/** Columns that are told, and those that say which row it is. */
const columnsOf = (table: AnyTable, { ignored = [] }: AuditedTable): [string, string][] =>
  Object.entries(table.columns).filter(([name]) => table.key.includes(name) || !ignored.includes(name));

/** What a row says, whatever the database keeps it as: structures, truth, nothing undefined. */
const readable = (columns: readonly [string, string][], row: Fields, isStored: boolean): Fields =>
  Object.fromEntries(
    columns.map(([name, kind]) => {
      const value = row[name] ?? null;
      if (!isStored || value === null) return [name, value];
      if (kind === 'json' && typeof value === 'string') return [name, fromJson(value)];
      return [name, kind === 'boolean' ? value === 1 : value];
    }),
  );

const keyOf = (table: AnyTable, row: Fields): string => JSON.stringify(table.key.map((name) => row[name]));

const storedRows = async (
  { db, json }: StoreContext,
  table: AnyTable,
  columns: readonly [string, string][],
  keys: readonly Fields[],
): Promise<Map<string, Fields>> => {
  const names = table.key;
  const wanted = json.rows(keys.map((row) => names.map((name) => row[name])));
  const { rows } = await sql<Fields>`
    select ${sql.join(columns.map(([name]) => sql.ref(name)))} from ${sql.table(table.name)} where (${sql.join(names.map((name) => sql.ref(name)))})
    in (select ${sql.join(names.map((_, position) => sql`value->>${sql.lit(position)}`))} from ${wanted})`.execute(
    db,
  );
  return new Map(rows.map((row) => [keyOf(table, row), readable(columns, row, true)]));
};

const areaQueries = {
  clusters: sql`select id, area_key from clusters`,
  sessions: sql`select id, area_key from sessions`,
  bulletins: sql`select id, area_key from bulletins`,
  devices: sql`select devices.id, clusters.area_key from devices join clusters on clusters.id = devices.cluster_id`,
} as const;
const idColumns = {
  clusters: 'clusters.id',
  sessions: 'sessions.id',
  bulletins: 'bulletins.id',
  devices: 'devices.id',
} as const;

/** The area of each of the rows. */
const areasOf = async (
  { db, json }: StoreContext,
  area: AreaOfRow,
  rows: readonly Fields[],
): Promise<(row: Fields) => string | null> => {
  const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  if (typeof area === 'function') return area;
  if ('column' in area) return (row) => textOf(row[area.column]);
  const ids = rows.flatMap((row) => textOf(row[area.by]) ?? []);
  const found = await sql<{ id: string; areaKey: string }>`
    ${areaQueries[area.through]} where ${sql.ref(idColumns[area.through])} in ${json.texts([...new Set(ids)])}`.execute(
    db,
  );
  const keys = new Map(found.rows.map(({ id, areaKey }) => [id, areaKey]));
  return (row) => keys.get(textOf(row[area.by]) ?? '') ?? null;
};

const hidden = '[secret]';
const hiddenAnew = '[secret, changed]';

const isOther = (a: unknown, b: unknown): boolean => a !== b && canonicalJson(a) !== canonicalJson(b);

/** What is told of a change: the columns that differ, and those that say what it is about. */
const told = (
  audited: AuditedTable,
  before: Fields | null,
  after: Fields | null,
): { before: Fields | null; after: Fields | null } | null => {
  const secret = new Set(audited.secret);
  const label = new Set(audited.label);
  const names = Object.keys(after ?? before ?? {});
  const differs = (name: string): boolean => isOther(before?.[name], after?.[name]);
  const changed = before && after ? new Set(names.filter(differs)) : new Set(names);
  if (changed.size === 0) return null;
  const show = (row: Fields | null, isNew: boolean): Fields | null =>
    row &&
    Object.fromEntries(
      names
        .filter((name) => changed.has(name) || label.has(name))
        .map((name) => {
          if (!secret.has(name) || row[name] === null) return [name, row[name]];
          return [name, isNew && before && changed.has(name) ? hiddenAnew : hidden];
        }),
    );
  return { before: show(before, false), after: show(after, true) };
};

const isByPeople = ({ trail }: JoinedContext): boolean => ['user', 'token'].includes(trail.actor().kind);

/**
 * Writes rows of a table and enters what changed in the audit trail, in one step. `rows` hold at least the keys;
 * `given` is what the rows are afterwards, read back when it is not known; `isNew` says that none of them was there.
 */
export const auditedWrite = <T>(
  context: StoreContext,
  table: AnyTable,
  rows: readonly Fields[],
  write: (joined: JoinedContext) => Promise<T>,
  known: Readonly<{ given?: readonly Fields[]; isNew?: boolean }> = {},
): Promise<T> => {
  const audited = auditedTable(table.name);
  return context.atomic(async (joined) => {
    if (!audited || (audited.only === 'people' && !isByPeople(joined))) return write(joined);
    const columns = columnsOf(table, audited);
    const before = known.isNew ? new Map<string, Fields>() : await storedRows(joined, table, columns, rows);
    const result = await write(joined);
    const after = known.given
      ? new Map(known.given.map((row) => [keyOf(table, row), readable(columns, row, false)]))
      : await storedRows(joined, table, columns, rows);
    const current = [...before.values(), ...after.values()];
    const areaOf = await areasOf(joined, audited.area, current);
    const idColumns = audited.id ?? table.key;
    for (const row of rows) {
      const key = keyOf(table, row);
      const [old, fresh] = [before.get(key) ?? null, after.get(key) ?? null];
      const one = fresh ?? old;
      const change = one && (audited.concerns?.(one) ?? true) ? told(audited, old, fresh) : null;
      if (!one || !change) continue;
      joined.trail.enter({
        subject: table.name,
        subjectId: idColumns.map((name) => String(one[name])).join('/'),
        areaKey: areaOf(one),
        ...change,
      });
    }
    return result;
  });
};
