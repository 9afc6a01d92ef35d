import { describe, expect, it } from 'vitest';
import { hourTicks, segmentsOf } from '../../../../web/src/features/clusters/timeline-segments.ts';

const hour = 3_600_000;
const window = { fromMs: 0, toMs: 24 * hour };
const at = (hours: number): string => new Date(hours * hour).toISOString();

describe('presence over a day', () => {
  it('cuts intervals to the window and lets an open one end now', () => {
    const segments = segmentsOf(
      [
        { state: 'online', from: at(-5), to: at(6) },
        { state: 'offline', from: at(6), to: at(12) },
        { state: 'late', from: at(12), to: null },
      ],
      window,
    );
    expect(segments.map(({ state, start, share, open }) => ({ state, start, share, open }))).toEqual([
      { state: 'online', start: 0, share: 0.25, open: false },
      { state: 'offline', start: 0.25, share: 0.25, open: false },
      { state: 'late', start: 0.5, share: 0.5, open: true },
    ]);
  });

  it('leaves out what lies outside', () => {
    expect(segmentsOf([{ state: 'online', from: at(-9), to: at(-3) }], window)).toEqual([]);
  });

  it('ticks at full hours of Vietnam', () => {
    const ticks = hourTicks(
      { fromMs: Date.parse('2026-11-21T20:10:00Z'), toMs: Date.parse('2026-11-22T12:00:00Z') },
      6,
    );
    expect(ticks.map((tick) => new Date(tick).toISOString())).toEqual([
      '2026-11-21T23:00:00.000Z',
      '2026-11-22T05:00:00.000Z',
      '2026-11-22T11:00:00.000Z',
    ]);
  });
});
