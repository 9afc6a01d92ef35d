import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../web/src/format/format.ts';
import {
  clockErrorText,
  deedOf,
  isNotableOffset,
  shownOutcome,
  startOffsetMs,
} from '../../../../web/src/ui/play-facts.ts';

describe('what a row of the as-run log says', () => {
  it('tells a play that may still be reported from one that nobody reported', () => {
    expect(shownOutcome({ outcome: 'unknown', reason: 'awaiting' })).toBe('awaiting');
    expect(shownOutcome({ outcome: 'unknown', reason: 'no-report' })).toBe('unknown');
    expect(shownOutcome({ outcome: 'played', reason: null })).toBe('played');
  });

  it('measures the start from its plan, late as positive, and has no figure without sound', () => {
    const plannedStart = '2026-11-21T22:00:00.000Z';
    expect(startOffsetMs({ plannedStart, startedAt: '2026-11-21T22:00:01.280Z' })).toBe(1_280);
    expect(startOffsetMs({ plannedStart, startedAt: '2026-11-21T21:59:59.990Z' })).toBe(-10);
    expect(startOffsetMs({ plannedStart, startedAt: null })).toBeNull();
  });

  it('marks a start that is a second off in either direction', () => {
    expect([999, 1_000, -1_000, 0].map(isNotableOffset)).toEqual([false, true, true, false]);
    expect(isNotableOffset(null)).toBe(false);
  });

  it('writes clock errors in milliseconds, from one second on in seconds', () => {
    expect(clockErrorText(12.4, createFormat('vi'))).toBe('±12 ms');
    expect(clockErrorText(94_000, createFormat('vi'))).toBe('±94,0 s');
    expect(clockErrorText(1_500, createFormat('en'))).toBe('±1.5 s');
  });

  it('reads what a device did with a cancelled item', () => {
    expect(deedOf({ outcome: 'cancelled', reason: 'interrupted: power' })).toEqual({
      kind: 'ended',
      outcome: 'interrupted',
      reason: 'power',
    });
    expect(deedOf({ outcome: 'cancelled', reason: 'played' })).toEqual({
      kind: 'ended',
      outcome: 'played',
      reason: null,
    });
    expect(deedOf({ outcome: 'cancelled', reason: 'started' })).toEqual({ kind: 'started' });
    expect(deedOf({ outcome: 'cancelled', reason: null })).toBeNull();
    expect(deedOf({ outcome: 'missed', reason: 'clock' })).toBeNull();
  });
});
