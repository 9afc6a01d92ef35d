import type { AreaRef } from '../../../controller/http/api-type.ts';

/** Entries by their commune, communes in the order of first mention, so that a further page adds below. */
export const groupByArea = <T extends { readonly area: AreaRef }>(
  entries: readonly T[],
): { area: AreaRef; items: T[] }[] => {
  const groups = new Map<string, { area: AreaRef; items: T[] }>();
  for (const entry of entries) {
    const held = groups.get(entry.area.code);
    if (held) held.items.push(entry);
    else groups.set(entry.area.code, { area: entry.area, items: [entry] });
  }
  return [...groups.values()];
};
