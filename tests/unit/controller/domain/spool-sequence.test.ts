import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '#protocol';
import { followingEvents } from '../../../../controller/domain/spool-sequence.ts';

const at = 1_700_000_000_000;
const started = (seq: number): PlayEvent => ({
  type: 'started',
  seq,
  itemId: `item-${seq}`,
  at,
  clockErrorMs: 5,
  positionMs: 0,
});
const gap = (seq: number, firstLost: number): PlayEvent => ({ type: 'gap', seq, at, firstLost });
const numbers = (events: readonly PlayEvent[]) => events.map(({ seq }) => seq);

describe('what follows a cursor', () => {
  it.each([
    ['the next events', 4, [started(5), started(6)], [5, 6], 6, false],
    ['nothing of what is stored', 6, [started(5), started(6)], [], 6, false],
    ['only what is new', 5, [started(5), started(6)], [6], 6, false],
    ['nothing beyond a hole', 3, [started(5), started(6)], [], 3, true],
    ['what lies before a hole within a batch', 4, [started(5), started(7)], [5], 5, true],
    ['a declared gap and what comes after it', 3, [gap(9, 4), started(10)], [9, 10], 10, false],
    ['a gap of which part is stored', 6, [gap(9, 4), started(10)], [9, 10], 10, false],
    ['nothing after a gap that leaves a hole open', 3, [gap(9, 5), started(10)], [], 3, true],
  ] as const)('is %s', (_, cursor, events, fresh, reached, hasHole) => {
    const following = followingEvents(cursor, events);
    expect(numbers(following.fresh)).toEqual(fresh);
    expect(following).toMatchObject({ cursor: reached, hasHole });
  });

  it('takes every event once, in order, however batches repeat and overtake each other', () => {
    const batches = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 })));
    fc.assert(
      fc.property(batches, (sent) => {
        let cursor = 0;
        const stored: number[] = [];
        for (const [first, length] of sent) {
          const events = Array.from({ length }, (_, index) => started(first + index));
          const following = followingEvents(cursor, events);
          stored.push(...numbers(following.fresh));
          cursor = following.cursor;
        }
        expect(stored).toEqual(Array.from({ length: cursor }, (_, index) => index + 1));
      }),
    );
  });
});
