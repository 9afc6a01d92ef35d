import { describe, expect, it } from 'vitest';
import type { Area, Bulletin } from '../../../../controller/http/api-type.ts';
import {
  createSessionInput,
  emptyForm,
  owningArea,
  problemField,
  slotDurationMs,
} from '../../../../web/src/features/sessions/session-form-state.ts';

const now = Date.parse('2026-11-22T00:03:20Z');

const area = (code: string, level: Area['level'], parentCode: string | null): Area => ({
  key: `${code}.20200101`,
  code,
  name: code,
  type: 'xã',
  level,
  parentCode,
  parentName: null,
  validFrom: '2020-01-01',
  validTo: null,
});
const areas = [
  area('237', 'district', '25'),
  area('227', 'district', '25'),
  area('08527', 'commune', '237'),
  area('08530', 'commune', '237'),
  area('07888', 'commune', '227'),
];

const bulletin = (durationMs: number): Bulletin => ({
  id: 'b1',
  title: 'Lịch cắt điện ngày mai',
  class: 'normal',
  language: 'vi',
  area: { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' },
  approval: 'approved',
  revision: 2,
  submitsWhenReady: false,
  history: [],
  soloApproved: false,
  producers: ['admin'],
  soloAllowed: false,
  audio: {
    state: 'ready',
    progress: 1,
    fault: null,
    asset: {
      sha256: 'a',
      url: '/media/a.mp3',
      durationMs,
      sizeBytes: 1,
      loudnessLufs: -16,
      truePeakDbtp: -1,
      peaks: [],
    },
  },
  createdBy: 'admin',
  createdAt: '2026-11-22T00:00:00Z',
  demo: false,
});

const form = emptyForm(now, { bulletins: [bulletin(95_000)], targets: ['08527'] });
const context = { now, areas, home: '25' };

describe('a session from a bulletin', () => {
  it('is ready to send as it opens: a minute ahead, called like the bulletin, as long as it', () => {
    expect(createSessionInput(form, context)).toEqual({
      title: 'Lịch cắt điện ngày mai',
      areaCode: '08527',
      targets: [{ areaCode: '08527' }],
      class: 'normal',
      volume: 80,
      startsLocal: '2026-11-22T07:05',
      rrule: null,
      durationMs: 120_000,
      bulletinIds: ['b1'],
    });
  });

  it('moves on with the clock until a time is chosen', () => {
    const later = { ...context, now: now + 10 * 60_000 };
    expect(createSessionInput(form, later).startsLocal).toBe('2026-11-22T07:15');
    const chosen = { ...form, when: 'at' as const, date: '2026-11-23', time: '05:00' };
    expect(createSessionInput(chosen, later).startsLocal).toBe('2026-11-23T05:00');
  });

  it('sends a reason for an exception only when there is one', () => {
    expect(createSessionInput({ ...form, exceptionReason: '  ' }, context)).not.toHaveProperty(
      'exceptionReason',
    );
    expect(createSessionInput({ ...form, exceptionReason: ' Báo bão số 5 ' }, context).exceptionReason).toBe(
      'Báo bão số 5',
    );
  });
});

describe('the length of a slot', () => {
  it('is full minutes that hold the running order, at least one', () => {
    expect(slotDurationMs({ ...form, bulletins: [] })).toBe(60_000);
    expect(slotDurationMs(form)).toBe(120_000);
  });

  it('is half an hour at least when it recurs, because other dates hold other bulletins', () => {
    expect(slotDurationMs({ ...form, recurrence: 'daily' })).toBe(1_800_000);
  });

  it('is what a person says', () => {
    expect(slotDurationMs({ ...form, minutes: 15 })).toBe(900_000);
  });
});

describe('the area that owns a session', () => {
  it('is the only target', () => {
    expect(owningArea(['08527'], areas, '25')).toBe('08527');
  });

  it('is the smallest area that holds all targets', () => {
    expect(owningArea(['08527', '08530'], areas, '25')).toBe('237');
    expect(owningArea(['08527', '237'], areas, '25')).toBe('237');
    expect(owningArea(['08527', '07888'], areas, '25')).toBe('25');
  });
});

describe('refusals', () => {
  it('stand at the field that they are about', () => {
    const problem = { type: '', title: '', status: 422, detail: '', detailEn: '' };
    expect(problemField({ ...problem, code: 'Session_RuleInvalid' })).toBe('rrule');
    expect(problemField({ ...problem, code: 'Session_QuietHours' })).toBe('exceptionReason');
    expect(problemField({ ...problem, code: 'Internal_Fault' })).toBeNull();
    expect(problemField(null)).toBeNull();
  });
});
