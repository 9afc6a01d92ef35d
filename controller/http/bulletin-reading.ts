import type { BulletinRow } from '../app/ports/rows.ts';
import type { Readable } from './reading.ts';

/** Those of one's own areas, and what a level above has approved: it is meant for the areas below. */
export const isReadableBulletin = (
  readable: Readable,
  { areaKey, approval }: Pick<BulletinRow, 'areaKey' | 'approval'>,
): boolean => readable.covers(areaKey) || (approval === 'approved' && readable.touches(areaKey));
