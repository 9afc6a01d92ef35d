import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedWindow, cappedVolume, defaultAllowedWindow, quietHoursCut } from '#protocol';
import { morning, policyAt } from '../../../support/device-documents.ts';

const hour = 3_600_000;
const day = 24 * hour;
const five = morning;
const nine = five + 16 * hour;
const exception = (until: number) => ({ id: 'x', reason: 'bão', approvedBy: 'Chủ tịch', until });

describe('quiet hours without a policy', () => {
  it.each([
    ['at 05:00 to the millisecond', five, true],
    ['one millisecond before 05:00', five - 1, false],
    ['at noon', five + 7 * hour, true],
    ['one millisecond before 21:00', nine - 1, true],
    ['at 21:00', nine, false],
    ['at 03:15', five - 105 * 60_000, false],
  ])('%s', (_name, t, mayStart) => {
    expect(defaultAllowedWindow(t) !== null).toBe(mayStart);
    expect(quietHoursCut({ class: 'normal', startAt: t }, null)).toBe(mayStart ? nine : null);
  });

  it('are the same every day of every year: Vietnam has no daylight saving', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 36_500 }),
        fc.integer({ min: 0, max: day - 1 }),
        (days, offset) => {
          const t = five + days * day + offset;
          expect(defaultAllowedWindow(t) !== null).toBe(offset < 16 * hour);
        },
      ),
    );
  });
});

describe('a policy', () => {
  const allowed = [
    { startAt: five, endAt: five + hour },
    { startAt: five + hour, endAt: five + 2 * hour },
    { startAt: five + 12 * hour, endAt: five + 13 * hour },
  ];
  const policy = policyAt(five - day, { allowed });

  it.each([
    ['before any window', five - 1, null],
    ['in a window, to the end of the one that touches it', five, five + 2 * hour],
    ['in the second of two that touch', five + hour, five + 2 * hour],
    ['between windows', five + 2 * hour, null],
    ['in a window that stands alone', five + 12 * hour, five + 13 * hour],
    ['past the last', five + 14 * hour, null],
  ])('%s', (_name, t, endAt) => {
    expect(allowedWindow(policy, t)?.endAt ?? null).toBe(endAt);
  });

  it('that lists nothing silences everything but an emergency', () => {
    const nothing = policyAt(five);
    expect(quietHoursCut({ class: 'priority', startAt: five + hour }, nothing)).toBeNull();
    expect(quietHoursCut({ class: 'emergency', startAt: five + hour }, nothing)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe('an exception', () => {
  it('opens quiet hours up to its own limit', () => {
    expect(quietHoursCut({ class: 'normal', startAt: nine, exception: exception(nine + 60_000) }, null)).toBe(
      nine + 60_000,
    );
  });

  it('lengthens a window, and never shortens it', () => {
    const startAt = nine - hour;
    expect(quietHoursCut({ class: 'normal', startAt, exception: exception(nine + hour) }, null)).toBe(
      nine + hour,
    );
    expect(quietHoursCut({ class: 'normal', startAt, exception: exception(startAt + 1) }, null)).toBe(nine);
  });

  it('that is over before the start opens nothing', () => {
    expect(quietHoursCut({ class: 'normal', startAt: nine, exception: exception(nine) }, null)).toBeNull();
  });
});

it('volume is the lowest of wish, installation and every cap in force', () => {
  const caps = [
    { startAt: five, endAt: five + hour, maxVolume: 50 },
    { startAt: five, endAt: five + 60_000, maxVolume: 30 },
  ];
  const policy = policyAt(five, { caps });
  expect(cappedVolume(80, 70, null, five)).toBe(70);
  expect(cappedVolume(80, 70, policy, five)).toBe(30);
  expect(cappedVolume(80, 70, policy, five + 60_000)).toBe(50);
  expect(cappedVolume(40, 70, policy, five + 60_000)).toBe(40);
  expect(cappedVolume(80, 70, policy, five + hour)).toBe(70);
});
