import { expect, it } from 'vitest';
import type { IncidentFilter, IncidentRow } from '../../../controller/app/ports/store/incidents.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { MORNING, names } from './sample-rows.ts';

export const anIncident = (over: Partial<IncidentRow> = {}): IncidentRow => ({
  id: 'inc_1',
  type: 'supply',
  severity: 'warning',
  areaKey: '07888.20200101',
  subject: 'dev_1',
  clusterId: 'clu_1',
  deviceId: 'dev_1',
  sessionId: null,
  announcementId: null,
  itemId: null,
  openedAt: MORNING,
  lastAt: MORNING,
  count: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  closedBy: null,
  closedReason: null,
  notes: [],
  detail: { reason: 'mains', volts: 11.3 },
  ...over,
});

const any: IncidentFilter = { areaKeys: null, type: null, state: null };

export const incidentsContract = (store: () => Store): void => {
  const idsOf = async (filter: Partial<IncidentFilter> = {}): Promise<string[]> =>
    (await store().incidents.page({ ...any, ...filter }, null, 100)).items.map(({ id }) => id);

  it('gives back what was put, the last of two under one id', async () => {
    const full = anIncident({
      acknowledgedAt: MORNING + 1,
      acknowledgedBy: 'Nguyễn Văn Ất',
      closedAt: MORNING + 2,
      closedBy: 'Nguyễn Văn Ất',
      closedReason: 'by-person',
      notes: [{ at: MORNING + 2, by: 'Nguyễn Văn Ất', text: 'Đã thay ắc quy – “tạm”' }],
      detail: { clockErrorMs: null, clockOffsetMs: -94_000.5, lastSeenAt: null },
      sessionId: 'ses_1',
      announcementId: 'ann_1',
      itemId: 'itm_1',
      clusterId: null,
      count: 7,
    });
    await store().incidents.put([anIncident(), full]);
    expect(await store().incidents.get('inc_1')).toEqual(full);
    await store().incidents.put([anIncident()]);
    expect(await store().incidents.get('inc_1')).toEqual(anIncident());
    expect(await store().incidents.get('inc_2')).toBeNull();
  });

  it('knows those in force and those closed lately', async () => {
    await store().incidents.put([
      anIncident({ id: 'inc_1', closedAt: MORNING - 1 }),
      anIncident({ id: 'inc_2', closedAt: MORNING }),
      anIncident({ id: 'inc_3', openedAt: MORNING - 5, acknowledgedAt: MORNING }),
    ]);
    expect((await store().incidents.current(MORNING)).map(({ id }) => id)).toEqual(['inc_3', 'inc_2']);
  });

  it('filters by area, type and state, newest first', async () => {
    await store().incidents.put([
      anIncident({ id: 'inc_1' }),
      anIncident({ id: 'inc_2', openedAt: MORNING + 1, areaKey: 'b', type: 'clock' }),
      anIncident({ id: 'inc_3', openedAt: MORNING + 1, acknowledgedAt: MORNING + 2 }),
      anIncident({ id: 'inc_4', closedAt: MORNING + 9 }),
    ]);
    expect(await idsOf()).toEqual(['inc_3', 'inc_2', 'inc_4', 'inc_1']);
    expect(await idsOf({ state: 'open' })).toEqual(['inc_2', 'inc_1']);
    expect(await idsOf({ state: 'acknowledged' })).toEqual(['inc_3']);
    expect(await idsOf({ state: 'closed' })).toEqual(['inc_4']);
    expect(await idsOf({ areaKeys: ['b'], state: 'open' })).toEqual(['inc_2']);
    expect(await idsOf({ areaKeys: [] })).toEqual([]);
    expect(await idsOf({ type: 'clock' })).toEqual(['inc_2']);
    expect(await idsOf({ type: 'network' })).toEqual([]);
  });

  it('turns pages without losing or repeating any', async () => {
    const ids = names('inc', 25);
    await store().incidents.put(ids.map((id, index) => anIncident({ id, openedAt: MORNING + (index % 3) })));
    const seen: string[] = [];
    for (let cursor: string | null = null, pages = 0; pages < 20; pages += 1) {
      const page = await store().incidents.page(any, cursor, 4);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(ids));
    await expect(store().incidents.page(any, 'x', 4)).rejects.toMatchObject({ code: 'Store_BadCursor' });
  });

  it('takes ten thousand rows in one call', async () => {
    await store().incidents.put(names('inc', 10_000).map((id) => anIncident({ id, subject: id })));
    expect(await store().incidents.current(0)).toHaveLength(10_000);
  });
};
