import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  newWatch,
  raisedWatch,
  type Watch,
  watchAbsent,
  watchPresent,
} from '../../../../controller/domain/incident-watch.ts';

const rule = { raiseAfterMs: 60, clearAfterMs: 100 };
/** `+` the cause is seen, `-` it is seen not to be there; ten milliseconds apart. */
const seenAs = (seen: string, from: Watch = newWatch, start = 1_000): Watch =>
  [...seen].reduce(
    (watch, sign, index) => (sign === '+' ? watchPresent : watchAbsent)(watch, start + index * 10, rule),
    from,
  );

describe('a cause under watch', () => {
  it('is raised once it has lasted', () => {
    expect(seenAs('+'.repeat(6)).raised).toBe(false);
    expect(seenAs('+'.repeat(7)).raised).toBe(true);
  });

  it('begins anew when it was away in between', () => {
    expect(seenAs(`${'+'.repeat(6)}-${'+'.repeat(6)}`).raised).toBe(false);
  });

  it('is cleared once it has been away, not by a moment', () => {
    const raised = seenAs('+'.repeat(7));
    expect(seenAs('-'.repeat(10), raised, 2_000).raised).toBe(true);
    expect(seenAs('-'.repeat(11), raised, 2_000).raised).toBe(false);
    expect(seenAs(`${'-'.repeat(10)}+${'-'.repeat(10)}`, raised, 2_000).raised).toBe(true);
  });

  it('that an earlier run raised stays so until it is seen to be gone', () => {
    expect(seenAs('+', raisedWatch).raised).toBe(true);
    expect(seenAs('-'.repeat(11), raisedWatch).raised).toBe(false);
  });

  it('at once raises and clears where the rule says so', () => {
    const atOnce = { raiseAfterMs: 0, clearAfterMs: 0 };
    const raised = watchPresent(newWatch, 1, atOnce);
    expect(raised.raised).toBe(true);
    expect(watchAbsent(raised, 2, atOnce).raised).toBe(false);
  });

  it('makes nothing new while nothing changes', () => {
    const raised = seenAs('+'.repeat(7));
    expect(watchPresent(raised, 5_000, rule)).toBe(raised);
  });

  it('changes its mind no faster than its rule allows, whatever is seen', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('+', '-'), { maxLength: 200 }), (seen) => {
        let watch: Watch = newWatch;
        let changedAt = Number.NEGATIVE_INFINITY;
        seen.forEach((sign, index) => {
          const now = index * 10;
          const next = sign === '+' ? watchPresent(watch, now, rule) : watchAbsent(watch, now, rule);
          if (next.raised !== watch.raised) {
            expect(now - changedAt).toBeGreaterThanOrEqual(rule.raiseAfterMs);
            changedAt = now;
          }
          watch = next;
        });
      }),
    );
  });
});
