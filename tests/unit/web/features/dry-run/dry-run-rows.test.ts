import { describe, expect, it } from 'vitest';
import {
  blockOf,
  countStates,
  planRows,
  rowsOfDay,
  type Silent,
  type Sound,
} from '../../../../../web/src/features/dry-run/dry-run-rows.ts';
import { instantOf } from '../../../../../web/src/format/vietnam-time.ts';

const area = { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' } as const;
const at = (time: string): string => new Date(instantOf('2026-11-23', time)).toISOString();

const subject = {
  kind: 'item',
  sessionId: 'ses_1',
  sessionTitle: 'Buổi sáng',
  title: 'Lịch cắt điện',
  class: 'normal',
  ownerArea: area,
  clusterIds: null,
} as const;

const sound = (from: string, to: string, part: Partial<Sound> = {}): Sound => ({
  ...subject,
  itemId: `item ${from}`,
  plannedStart: at(from),
  plannedEnd: at(to),
  startAt: at(from),
  endAt: at(to),
  positionMs: 0,
  volume: 80,
  cutBy: null,
  by: null,
  delayedBy: null,
  ...part,
});
const silent = (from: string, to: string, part: Partial<Silent> = {}): Silent => ({
  ...subject,
  itemId: `item ${from}`,
  plannedStart: at(from),
  plannedEnd: at(to),
  reason: 'displaced',
  by: null,
  cause: null,
  approveBy: null,
  ...part,
});

describe('rows of a dry run', () => {
  it('stand in the order of time, what sounds before what gives way to it', () => {
    const rows = planRows({
      sounds: [sound('05:10', '05:12'), sound('05:00', '05:10')],
      silent: [silent('05:10', '05:11'), silent('04:00', '04:10', { reason: 'quiet-hours' })],
    });
    expect(rows.map(({ state, startAt }) => [state, new Date(startAt).toISOString()])).toEqual([
      ['silent', at('04:00')],
      ['full', at('05:00')],
      ['full', at('05:10')],
      ['silent', at('05:10')],
    ]);
  });

  it('call a part what is cut, comes late, or begins in the middle', () => {
    const rows = planRows({
      sounds: [
        sound('05:00', '05:10', { cutBy: 'quiet-hours' }),
        sound('06:00', '06:10', { positionMs: 30_000 }),
        sound('07:00', '07:10'),
      ],
      silent: [silent('08:00', '08:10')],
    });
    expect(countStates(rows)).toEqual({ full: 1, part: 2, silent: 1 });
  });

  it('have keys of their own where the same item sounds twice, or only for some clusters', () => {
    const rows = planRows({
      sounds: [
        sound('05:00', '05:10', { itemId: 'a' }),
        sound('05:12', '05:20', { itemId: 'a', positionMs: 720_000 }),
        sound('05:00', '05:10', { itemId: 'a', clusterIds: ['clu_1'] }),
      ],
      silent: [silent('05:00', '05:10', { itemId: null }), silent('05:20', '05:30', { itemId: null })],
    });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it('belong to the days that they touch', () => {
    const rows = planRows({ sounds: [sound('05:00', '05:10')], silent: [] });
    expect(rowsOfDay(rows, instantOf('2026-11-23'))).toHaveLength(1);
    expect(rowsOfDay(rows, instantOf('2026-11-24'))).toHaveLength(0);
  });

  it('lie in the day by shares, cut at its midnights', () => {
    const day = instantOf('2026-11-23');
    expect(blockOf(instantOf('2026-11-23', '06:00'), instantOf('2026-11-23', '12:00'), day)).toEqual({
      start: 0.25,
      share: 0.25,
    });
    expect(blockOf(day - 3_600_000, day + 6 * 3_600_000, day)).toEqual({ start: 0, share: 0.25 });
    expect(blockOf(day - 3_600_000, day, day)).toBeNull();
  });
});
