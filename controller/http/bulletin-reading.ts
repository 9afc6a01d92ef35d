import type { BulletinRow } from '../app/ports/store/bulletins.ts';
import type { Store } from '../app/ports/store.ts';
import { notFound } from './problem.ts';
import type { Readable } from './readable.ts';

export const unknownBulletin = {
  code: 'Bulletin_Unknown',
  vi: 'Không có bản tin này.',
  en: 'There is no such bulletin.',
};

/** Those of one's own areas, and what a level above has approved: it is meant for the areas below. */
export const isReadableBulletin = (
  readable: Readable,
  { areaKey, approval }: Pick<BulletinRow, 'areaKey' | 'approval'>,
): boolean => readable.covers(areaKey) || (approval === 'approved' && readable.touches(areaKey));

/**
 * Refuses to make anything of bulletins that the account may not read, as if they did not exist: who may place a
 * bulletin hears it. What stands there already may stay.
 */
export const refuseForeignBulletins = async (
  { bulletins }: Pick<Store, 'bulletins'>,
  readable: Readable,
  ids: readonly string[],
  alreadyThere: readonly string[] = [],
): Promise<void> => {
  const added = ids.filter((id) => !alreadyThere.includes(id));
  if (readable.tops === null || added.length === 0) return;
  const rows = await bulletins.many([...new Set(added)]);
  if (rows.some((row) => !isReadableBulletin(readable, row))) throw notFound(unknownBulletin);
};
