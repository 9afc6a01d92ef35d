/** The list with one entry moved to another place; as it was when either place does not exist. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const entry = list[from];
  if (entry === undefined || to < 0 || to >= list.length) return [...list];
  const rest = without(list, from);
  return [...rest.slice(0, to), entry, ...rest.slice(to)];
};

export const without = <T>(list: readonly T[], index: number): T[] =>
  list.filter((_, place) => place !== index);

/** A key per entry that stays with it when it moves: the same bulletin may stand in a running order twice. */
export const withKeys = <T extends { readonly id: string }>(
  list: readonly T[],
): { key: string; entry: T }[] => {
  const seen = new Map<string, number>();
  return list.map((entry) => {
    const nth = (seen.get(entry.id) ?? 0) + 1;
    seen.set(entry.id, nth);
    return { key: `${entry.id} ${nth}`, entry };
  });
};
