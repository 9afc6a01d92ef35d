import { expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import { anIncident } from './incidents.ts';
import { aPlayback, aPlayEvent, MORNING } from './sample-rows.ts';

const everything = {
  ...{ areaKeys: null, from: null, to: null, outcomes: null },
  ...{ itemId: null, sessionId: null, clusterId: null },
};

export const retentionContract = (store: () => Store): void => {
  it('forgets intervals that are over, the oldest first, and never the one that goes on', async () => {
    const at = (fromAt: number) => ({ deviceId: 'dev_1', state: 'online' as const, fromAt });
    for (const fromAt of [0, 100, 200, 300]) await store().presence.openIntervals([at(fromAt)]);
    const starts = async () =>
      (await store().presence.intervals({ deviceId: 'dev_1', from: 0, to: 1_000 })).map(
        ({ fromAt }) => fromAt,
      );
    expect(await store().retention.forgetPresence(300, 1)).toBe(1);
    expect(await starts()).toEqual([100, 200, 300]);
    expect(await store().retention.forgetPresence(300, 10)).toBe(1);
    expect(await starts()).toEqual([200, 300]);
    expect(await store().retention.forgetPresence(10_000, 10)).toBe(1);
    expect(await starts()).toEqual([300]);
  });

  it('forgets play events of the devices named, and no cursor', async () => {
    const cursor = { deviceId: 'dev_1', spoolId: 'spl_1', seq: 2 };
    await store().spools.append(
      [
        aPlayEvent(1, { receivedAt: 100 }),
        aPlayEvent(2, { receivedAt: 300 }),
        aPlayEvent(1, { deviceId: 'dev_2', receivedAt: 100 }),
      ],
      [cursor],
    );
    expect(await store().retention.forgetPlayEvents(['dev_1', 'dev_3'], 200)).toBe(1);
    expect(await store().retention.forgetPlayEvents(['dev_1'], 200)).toBe(0);
    expect(await store().retention.forgetPlayEvents([], 200)).toBe(0);
    expect(await store().spools.cursors(['dev_1'])).toEqual([cursor]);
  });

  it('forgets plays by when they were planned, so many in a step', async () => {
    const plays = [0, 1, 2, 3].map((day) => aPlayback({ itemId: `itm_${day}`, plannedStart: MORNING + day }));
    await store().playbacks.insert(plays);
    expect(await store().retention.forgetPlaybacks(MORNING + 3, 2)).toBe(2);
    expect(await store().retention.forgetPlaybacks(MORNING + 3, 2)).toBe(1);
    expect(await store().retention.forgetPlaybacks(MORNING + 3, 2)).toBe(0);
    const left = await store().playbacks.page(everything, null, 10);
    expect(left.items.map(({ itemId }) => itemId)).toEqual(['itm_3']);
  });

  it('forgets incidents that were closed before that, and keeps those that are open, however old', async () => {
    const closed = (id: string, closedAt: number) =>
      anIncident({ id, openedAt: 100, closedAt, closedReason: 'recovered' });
    await store().incidents.put([
      closed('old', 200),
      closed('new', 400),
      anIncident({ id: 'open', openedAt: 100 }),
    ]);
    expect(await store().retention.forgetIncidents(300, 10)).toBe(1);
    expect(await store().incidents.get('old')).toBeNull();
    expect(await store().incidents.get('open')).not.toBeNull();
    expect(await store().incidents.get('new')).not.toBeNull();
  });
};
