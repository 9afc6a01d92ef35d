type Slot = Readonly<{ startAt: number; endAt: number }>;

/**
 * Of all slots those that the given ones can have an influence on: that share an instant with them, directly or
 * by way of others. Within such a group everything that sounds stays, so groups can be judged apart.
 */
export const touchingSlots = <S extends Slot>(slots: readonly S[], given: readonly Slot[]): Set<S> => {
  const marked: { slot: Slot; own: S | null }[] = [
    ...slots.map((slot) => ({ slot, own: slot })),
    ...given.map((slot) => ({ slot, own: null })),
  ].sort((a, b) => a.slot.startAt - b.slot.startAt);
  const touching = new Set<S>();
  let group: S[] = [];
  let isGiven = false;
  let endAt = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (isGiven) for (const slot of group) touching.add(slot);
    group = [];
    isGiven = false;
  };
  for (const { slot, own } of marked) {
    if (slot.startAt >= endAt) close();
    endAt = Math.max(endAt, slot.endAt);
    if (own) group.push(own);
    else isGiven = true;
  }
  close();
  return touching;
};
