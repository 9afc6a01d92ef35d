import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemOrder } from '../../../../controller/domain/item-order.ts';

const at = (local: string) => Date.parse(`2026-11-24T${local}+07:00`);
const item = (itemId: string, local: string, position = 0, type: 'normal' | 'priority' = 'priority') => ({
  itemId,
  class: type,
  startAt: at(local),
  position,
});

describe('the order of an item among those that wait', () => {
  it('is by start, then by place in the running order', () => {
    const listed = [item('c', '05:10:00'), item('b', '05:00:00', 1), item('a', '05:00:00')];
    const byOrder = [...listed].sort((a, b) => itemOrder(a, []) - itemOrder(b, []));
    expect(byOrder.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
  });

  it('is the commune’s where it has decided, ahead of what it did not name', () => {
    const order = ['late', 'early'];
    const all = [item('early', '00:00:00'), item('other', '00:00:01'), item('late', '23:59:59', 99)];
    const byOrder = [...all].sort((a, b) => itemOrder(a, order) - itemOrder(b, order));
    expect(byOrder.map(({ itemId }) => itemId)).toEqual(['late', 'early', 'other']);
  });

  it('is not for the commune to decide among normal items', () => {
    const normal = item('a', '05:00:00', 0, 'normal');
    expect(itemOrder(normal, ['a'])).toBe(itemOrder(normal, []));
  });

  it('fits the protocol: whole, and the same whatever else there is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4e12 }), fc.nat({ max: 120 }), (startAt, position) => {
        const order = itemOrder({ itemId: 'a', class: 'priority', startAt, position }, ['x', 'y']);
        expect(Number.isInteger(order) && order >= 0 && order < 2 ** 31).toBe(true);
      }),
    );
  });
});
