import { describe, expect, it } from 'vitest';
import { afterQuietTime, usualQuietTime } from '../../../../controller/domain/quiet-time.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);
const leaves = (text: string, quiet = usualQuietTime): string =>
  new Date(afterQuietTime(at(`2026-11-22T${text}`), quiet) + 7 * 3_600_000).toISOString().slice(0, 16);

describe('the quiet time of a telephone', () => {
  it.each([
    ['20:59', '2026-11-22T20:59'],
    ['21:00', '2026-11-23T06:00'],
    ['23:59', '2026-11-23T06:00'],
    ['00:00', '2026-11-22T06:00'],
    ['05:59', '2026-11-22T06:00'],
    ['06:00', '2026-11-22T06:00'],
    ['12:00', '2026-11-22T12:00'],
  ])('over midnight: what comes at %s leaves at %s', (time, expected) => {
    expect(leaves(time)).toBe(expected);
  });

  it('within a day', () => {
    const noon = { from: '11:30', to: '13:30' };
    expect([leaves('11:29', noon), leaves('12:00', noon), leaves('13:30', noon)]).toEqual([
      '2026-11-22T11:29',
      '2026-11-22T13:30',
      '2026-11-22T13:30',
    ]);
  });

  it('is never where both ends are the same', () => {
    expect(leaves('03:00', { from: '00:00', to: '00:00' })).toBe('2026-11-22T03:00');
  });
});
