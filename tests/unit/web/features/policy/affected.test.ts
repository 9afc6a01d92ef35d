import { describe, expect, it } from 'vitest';
import type { ScheduleEntry } from '../../../../../controller/http/api-type.ts';
import { effectOn, newlyAffected } from '../../../../../web/src/features/policy/affected.ts';
import { defaultRule, type PolicyRule, weekOf } from '../../../../../web/src/features/policy/policy-week.ts';
import { instantOf } from '../../../../../web/src/format/vietnam-time.ts';

const rule = (part: Partial<PolicyRule>): PolicyRule => ({ ...defaultRule, ...part });
const at = (time: string): string => new Date(instantOf('2026-11-23', time)).toISOString();

/** Monday, 23 November 2026. */
const entry = (from: string, to: string, part: Partial<ScheduleEntry> = {}): ScheduleEntry => ({
  sessionId: 'ses_1',
  title: 'Buổi phát thanh chiều',
  class: 'normal',
  area: { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' },
  date: '2026-11-23',
  startAt: at(from),
  endAt: at(to),
  soundEndAt: null,
  targetNames: [],
  communes: 1,
  unplaced: [],
  items: [],
  exception: null,
  readiness: null,
  outcomes: null,
  ...part,
});
const before = weekOf([[defaultRule]]);

describe('what quiet hours do to what is scheduled', () => {
  it('refuses what begins outside, cuts what runs past, leaves the rest', () => {
    expect(effectOn(entry('04:59', '05:30'), before)).toBe('refused');
    expect(effectOn(entry('05:00', '05:30'), before)).toBeNull();
    expect(effectOn(entry('20:45', '21:00'), before)).toBeNull();
    expect(effectOn(entry('20:45', '21:01'), before)).toBe('cut');
    expect(effectOn(entry('21:00', '21:10'), before)).toBe('refused');
  });

  it('judges the sound, not the empty rest of the slot', () => {
    expect(effectOn(entry('20:45', '21:30', { soundEndAt: at('20:59') }), before)).toBeNull();
  });

  it('leaves alone what was allowed by name', () => {
    const exception = { reason: 'Bão số 5', approvedBy: 'admin' };
    expect(effectOn(entry('22:00', '22:10', { exception }), before)).toBeNull();
  });

  it('goes on past midnight where the next day begins open', () => {
    const night = weekOf([[rule({ from: '20:00', to: '02:00' })]]);
    expect(effectOn(entry('23:30', '23:59', { endAt: at('23:30') }), night)).toBeNull();
    const long = {
      ...entry('23:30', '23:59'),
      endAt: new Date(instantOf('2026-11-24', '01:30')).toISOString(),
    };
    expect(effectOn(long, night)).toBeNull();
    const longer = { ...long, endAt: new Date(instantOf('2026-11-24', '02:30')).toISOString() };
    expect(effectOn(longer, night)).toBe('cut');
  });

  it('lists only what a change makes worse', () => {
    const after = weekOf([[defaultRule], [rule({ to: '17:00' })]]);
    const entries = [
      entry('04:00', '04:30'),
      entry('16:50', '17:20'),
      entry('17:00', '17:30'),
      entry('06:00', '06:30'),
    ];
    expect(
      newlyAffected(entries, before, after).map(({ entry: one, effect }) => [one.startAt, effect]),
    ).toEqual([
      [at('16:50'), 'cut'],
      [at('17:00'), 'refused'],
    ]);
  });
});
