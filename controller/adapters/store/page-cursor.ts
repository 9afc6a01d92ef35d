import type { z } from 'zod';
import { StoreError } from '../../app/ports/store-error.ts';

/** The last row of a page by its sort key, as opaque base64url text. */
export const encodeCursor = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws StoreError `Store_BadCursor` unless `encodeCursor` of such a position made it */
export const decodeCursor = <T>(cursor: string, position: z.ZodType<T>): T => {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new StoreError('Store_BadCursor', 'The cursor does not name a position in this list.', cause);
  }
};

/** Cuts the row too many that tells whether another page follows. */
export const toPage = <T>(
  rows: readonly T[],
  limit: number,
  positionOf: (row: T) => readonly (string | number)[],
): { items: T[]; next: string | null } => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
};
