import { describe, expect, it } from 'vitest';
import { programItem } from '#protocol';
import type { Approval } from '../../../../controller/domain/approval.ts';
import { type PlannedArea, planArea, targetedPart } from '../../../../controller/domain/program.ts';
import { layOutSessions, type PlannedSession } from '../../../../controller/domain/session-layout.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const at = (text: string) => Date.parse(`${text}+07:00`);
const now = at('2026-11-23T12:00:00');
const horizonEnd = now + 10 * day;
const sha256 = 'a'.repeat(64);

const session: PlannedSession = {
  id: 'ses_1',
  areaKey: '25.20200101',
  class: 'normal',
  standing: [],
  targets: [{ areaKey: '25.20200101' }],
  volume: 70,
  durationMs: 30 * minute,
  startsLocal: '2026-11-01T05:00:00',
  timeZone: 'Asia/Ho_Chi_Minh',
  rrule: 'FREQ=DAILY',
  late: 'join',
  resume: 'resume',
  exception: null,
};
const area: PlannedArea = {
  key: '07888.20200101',
  ancestors: ['237.20200101', '25.20200101'],
  zones: ['07888-03.20200101', '07888-07.20200101'],
  clusters: [
    { id: 'clu_1', zoneKey: '07888-03.20200101' },
    { id: 'clu_2', zoneKey: '07888-07.20200101' },
    { id: 'clu_3', zoneKey: null },
  ],
};
const everyDate = () => ['news'];

const plan = (
  options: {
    sessions?: PlannedSession[];
    runningOrders?: (sessionId: string, date: string) => string[] | undefined;
    past?: Record<string, 'planned' | 'cancelled'>;
    approval?: Approval;
    place?: PlannedArea;
  } = {},
) =>
  planArea({
    area: options.place ?? area,
    layouts: layOutSessions({
      sessions: options.sessions ?? [session],
      runningOrders: options.runningOrders ?? everyDate,
      shelf: {
        bulletin: (id) => ({
          id,
          title: 'Lịch cắt điện ngày mai',
          class: 'normal',
          approval: options.approval ?? 'approved',
          airsFrom: 0,
          audioState: 'ready',
          sha256,
        }),
        asset: () => ({ sha256, sizeBytes: 2_400_000, durationMs: 5 * minute }),
      },
      from: now - day,
      to: horizonEnd,
    }),
    past: new Map(Object.entries(options.past ?? {})),
    now,
    horizonEnd,
  });

const startsOf = (planned: ReturnType<typeof plan>) => planned.items.map((item) => item.startAt);

describe('planning a commune', () => {
  it('puts every coming occurrence up to the horizon into the program', () => {
    const planned = plan();
    const days = Array.from({ length: 10 }, (_, index) => at('2026-11-24T05:00:00') + index * day);
    expect(startsOf(planned)).toEqual(days);
    expect(planned.assets).toEqual({ [sha256]: { sizeBytes: 2_400_000, durationMs: 5 * minute } });
    expect(planned.targetSets).toEqual({ all: { all: true } });
  });

  it('writes items that the protocol accepts', () => {
    for (const item of plan().items) expect(programItem.parse(item)).toEqual(item);
  });

  it('plans a row for each item, for every cluster', () => {
    const planned = plan();
    expect(planned.planItems.map((row) => row.itemId)).toEqual(planned.items.map((item) => item.id));
    expect(planned.planItems.every((row) => row.clusterIds === null && row.areaKey === area.key)).toBe(true);
  });

  it('airs a bulletin only on the dates it was placed on', () => {
    const placed = plan({ runningOrders: (_, date) => (date === '2026-11-25' ? ['news'] : undefined) });
    expect(startsOf(placed)).toEqual([at('2026-11-25T05:00:00')]);
  });

  it('airs nothing that is not approved', () => {
    expect(plan({ approval: 'submitted' })).toEqual({ items: [], targetSets: {}, assets: {}, planItems: [] });
  });

  it('keeps an ended item for a day when it was in the program before, and only then', () => {
    const ended = `ses_1.20261122T220000Z.00.${sha256.slice(0, 12)}`;
    expect(plan().items.some((item) => item.id === ended)).toBe(false);
    expect(plan({ past: { [ended]: 'planned' } }).items[0]?.id).toBe(ended);
    const older = `ses_1.20261121T220000Z.00.${sha256.slice(0, 12)}`;
    expect(plan({ past: { [ended]: 'planned', [older]: 'planned' } }).items[0]?.id).toBe(ended);
  });

  it('keeps an item that still runs', () => {
    const running = { ...session, startsLocal: '2026-11-01T11:57:00' };
    const [first] = plan({ sessions: [running] }).items;
    expect(first?.startAt).toBe(at('2026-11-23T11:57:00'));
    const past = { [first?.id ?? '']: 'planned' as const };
    expect(plan({ sessions: [running], past }).items[0]).toEqual(first);
  });

  it('does not bring back an item that was cancelled before its start', () => {
    const running = { ...session, startsLocal: '2026-11-01T11:57:00' };
    const [first] = plan({ sessions: [running] }).items;
    const past = { [first?.id ?? '']: 'cancelled' as const };
    expect(startsOf(plan({ sessions: [running], past }))[0]).toBe(at('2026-11-24T11:57:00'));
  });

  it('orders items by start, whatever the order of sessions', () => {
    const evening = { ...session, id: 'ses_0', startsLocal: '2026-11-01T17:00:00' };
    const starts = startsOf(plan({ sessions: [evening, session] }));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts).toHaveLength(20);
  });

  it('goes on with the other sessions when the rule of one cannot be read', () => {
    const broken = { ...session, id: 'ses_0', rrule: 'FREQ=SOMETIMES' };
    expect(startsOf(plan({ sessions: [broken, session] }))).toHaveLength(10);
  });

  it('gives a restart its latest end, and an exception its limit, at the end of the slot', () => {
    const exception = { id: 'exc_1', reason: 'Bão số 5', approvedBy: 'admin' };
    const [item] = plan({ sessions: [{ ...session, late: 'restart', exception }] }).items;
    const slotEnd = at('2026-11-24T05:30:00');
    expect(item?.latestEndAt).toBe(slotEnd);
    expect(item?.exception).toEqual({ ...exception, until: slotEnd });
    expect(plan().items[0]).not.toHaveProperty('latestEndAt');
    expect(plan().items[0]).not.toHaveProperty('exception');
  });
});

describe('the targets of a session', () => {
  it.each([['25.20200101'], ['237.20200101'], ['07888.20200101']])(
    'at %s reach the whole commune',
    (areaKey) => {
      expect(targetedPart({ ...session, targets: [{ areaKey }] }, area)).toEqual({ all: true });
    },
  );

  it('that name a cluster which was moved here from elsewhere do not reach it', () => {
    const moved = { ...session, areaKey: '07890.20200101', targets: [{ clusterId: 'clu_1' }] };
    expect(targetedPart(moved, area)).toBeNull();
    expect(targetedPart({ ...moved, areaKey: area.key }, area)).toEqual({
      clusterIds: ['clu_1'],
      zoneKeys: [],
    });
  });

  it('elsewhere reach nobody here', () => {
    const targets = [{ areaKey: '07890.20200101' }, { clusterId: 'clu_9' }];
    expect(plan({ sessions: [{ ...session, targets }] }).items).toEqual([]);
  });

  it('at a zone and a single cluster reach those only', () => {
    const targets = [{ areaKey: '07888-03.20200101' }, { clusterId: 'clu_3' }];
    const planned = plan({ sessions: [{ ...session, targets }] });
    expect(planned.targetSets).toEqual({
      'set-1': { clusterIds: ['clu_3'], zoneKeys: ['07888-03.20200101'] },
    });
    expect(planned.items[0]?.targetSet).toBe('set-1');
    expect(planned.planItems[0]?.clusterIds).toEqual(['clu_1', 'clu_3']);
  });

  it('share one set between sessions that mean the same clusters', () => {
    const targets = [{ clusterId: 'clu_3' }];
    const sessions = [
      { ...session, targets },
      { ...session, id: 'ses_2', targets },
      { ...session, id: 'ses_3', targets: [{ clusterId: 'clu_1' }] },
    ];
    expect(Object.keys(plan({ sessions }).targetSets)).toEqual(['set-1', 'set-2']);
  });
});
