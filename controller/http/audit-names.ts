import type { Directory } from '../app/directory/directory.ts';
import type { AuditRow } from '../app/ports/store/audit.ts';
import type { Store } from '../app/ports/store.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Columns by which people call a row, the best one first. */
const named = ['title', 'name', 'username', 'serial'] as const;

const nameIn = (fields: Fields | null): string | null => {
  for (const column of named) {
    const value = fields?.[column];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
};

export const fieldsOf = (text: string | null): Fields | null => (text === null ? null : JSON.parse(text));

/** What people call the subjects of a page of entries, by the number of the entry. */
export const auditNames = async (
  deps: { store: Pick<Store, 'sessions' | 'bulletins' | 'dispatches'>; directory: Directory },
  rows: readonly AuditRow[],
): Promise<ReadonlyMap<number, string>> => {
  const { store, directory } = deps;
  const first = (id: string): string => id.split('/')[0] ?? id;
  const idsOf = (subject: string): string[] => [
    ...new Set(rows.flatMap((row) => (row.subject === subject ? first(row.subjectId) : []))),
  ];
  const sessions = await Promise.all(idsOf('runningOrders').map((id) => store.sessions.get(id)));
  const titles = new Map(sessions.flatMap((one) => (one ? [[one.id, one.title]] : [])));
  const dispatches = await store.dispatches.many([...idsOf('inbox'), ...idsOf('dispatches')]);
  const sent = await store.bulletins.many([...new Set(dispatches.map(({ bulletinId }) => bulletinId))]);
  const bulletins = new Map(sent.map(({ id, title }) => [id, title]));
  for (const { id, bulletinId } of dispatches) titles.set(id, bulletins.get(bulletinId) ?? '');

  const nameOf = (row: AuditRow): string | null => {
    const id = first(row.subjectId);
    switch (row.subject) {
      case 'runningOrders':
      case 'inbox':
      case 'dispatches':
        return titles.get(id) || null;
      case 'claims':
        return directory.devices.placed(id)?.device.serial ?? null;
      case 'clusterPhotos':
        return directory.clusters.get(id)?.name ?? null;
      case 'policyRules':
        return directory.areas.get(id)?.name ?? null;
      default:
        return nameIn(fieldsOf(row.after)) ?? nameIn(fieldsOf(row.before));
    }
  };
  return new Map(
    rows.flatMap((row) => {
      const name = nameOf(row);
      return name === null ? [] : [[row.seq, name]];
    }),
  );
};
