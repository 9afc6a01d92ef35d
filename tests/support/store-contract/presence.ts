import { expect, it } from 'vitest';
import type { PresenceState } from '../../../controller/app/ports/store/presence.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aHeartbeat, names } from './sample-rows.ts';

const opened = (deviceId: string, state: PresenceState, fromAt: number) => ({ deviceId, state, fromAt });
const always = { deviceId: null, from: 0, to: 1_000_000 };

export const presenceContract = (store: () => Store): void => {
  it('keeps the newest sight of each device, with its heartbeat', async () => {
    const heartbeat = aHeartbeat({ firmware: 'bản 1.0 – “thử”' });
    await store().presence.saveLastSeen([
      { deviceId: 'dev_1', lastSeenAt: 200, heartbeat },
      { deviceId: 'dev_2', lastSeenAt: 200, heartbeat: null },
    ]);
    await store().presence.saveLastSeen([
      { deviceId: 'dev_1', lastSeenAt: 199, heartbeat: null },
      { deviceId: 'dev_2', lastSeenAt: 201, heartbeat },
    ]);
    expect(await store().presence.lastSeen()).toEqual([
      { deviceId: 'dev_1', lastSeenAt: 200, heartbeat },
      { deviceId: 'dev_2', lastSeenAt: 201, heartbeat },
    ]);
  });

  it('keeps the newest of several sights of a device in one batch', async () => {
    await store().presence.saveLastSeen(
      [5, 9, 7].map((lastSeenAt) => ({ deviceId: 'dev_1', lastSeenAt, heartbeat: null })),
    );
    expect(await store().presence.lastSeen()).toEqual([
      { deviceId: 'dev_1', lastSeenAt: 9, heartbeat: null },
    ]);
  });

  it('takes ten thousand sights in one call', async () => {
    const rows = names('dev', 10_000).map((deviceId, index) => ({
      deviceId,
      lastSeenAt: index,
      heartbeat: aHeartbeat(),
    }));
    await store().presence.saveLastSeen(rows);
    await store().presence.saveLastSeen(rows);
    expect(await store().presence.lastSeen()).toEqual(rows);
  });

  it('closes the open interval of a device where its next one begins', async () => {
    await store().presence.openIntervals([opened('dev_1', 'online', 10), opened('dev_2', 'unknown', 10)]);
    await store().presence.openIntervals([opened('dev_1', 'late', 20)]);
    await store().presence.openIntervals([]);
    expect(await store().presence.intervals(always)).toEqual([
      { deviceId: 'dev_1', state: 'online', fromAt: 10, toAt: 20 },
      { deviceId: 'dev_1', state: 'late', fromAt: 20, toAt: null },
      { deviceId: 'dev_2', state: 'unknown', fromAt: 10, toAt: null },
    ]);
  });

  it('chains several intervals of a device in one batch, in whatever order they come', async () => {
    await store().presence.openIntervals([opened('dev_1', 'unknown', 1)]);
    await store().presence.openIntervals([
      opened('dev_1', 'offline', 30),
      opened('dev_1', 'online', 10),
      opened('dev_1', 'late', 20),
    ]);
    expect(await store().presence.intervals({ ...always, deviceId: 'dev_1' })).toEqual([
      { deviceId: 'dev_1', state: 'unknown', fromAt: 1, toAt: 10 },
      { deviceId: 'dev_1', state: 'online', fromAt: 10, toAt: 20 },
      { deviceId: 'dev_1', state: 'late', fromAt: 20, toAt: 30 },
      { deviceId: 'dev_1', state: 'offline', fromAt: 30, toAt: null },
    ]);
  });

  it('has one open interval per device when the clock was set back, and none of negative length', async () => {
    await store().presence.openIntervals([opened('dev_1', 'online', 100)]);
    await store().presence.openIntervals([opened('dev_1', 'late', 50)]);
    await store().presence.openIntervals([opened('dev_1', 'offline', 50)]);
    expect(await store().presence.intervals(always)).toEqual([
      { deviceId: 'dev_1', state: 'offline', fromAt: 50, toAt: null },
    ]);
  });

  it('finds the intervals that overlap a span, whose ends touch nothing', async () => {
    await store().presence.openIntervals([
      opened('dev_1', 'online', 10),
      opened('dev_1', 'late', 20),
      opened('dev_1', 'offline', 30),
    ]);
    const states = async (from: number, to: number) =>
      (await store().presence.intervals({ deviceId: 'dev_1', from, to })).map(({ state }) => state);
    expect(await states(0, 10)).toEqual([]);
    expect(await states(10, 11)).toEqual(['online']);
    expect(await states(20, 30)).toEqual(['late']);
    expect(await states(19, 31)).toEqual(['online', 'late', 'offline']);
    expect(await states(999, 1_000)).toEqual(['offline']);
    expect(await store().presence.intervals({ deviceId: 'dev_2', from: 0, to: 99 })).toEqual([]);
  });

  it('closes what an earlier run left open, never before it began', async () => {
    await store().presence.openIntervals([opened('dev_1', 'online', 10), opened('dev_2', 'late', 80)]);
    await store().presence.openIntervals([opened('dev_1', 'late', 20)]);
    await store().presence.closeOpenIntervals(50);
    expect(await store().presence.intervals(always)).toEqual([
      { deviceId: 'dev_1', state: 'online', fromAt: 10, toAt: 20 },
      { deviceId: 'dev_1', state: 'late', fromAt: 20, toAt: 50 },
    ]);
  });

  it('tells who was connected at an instant, and that nobody knows apart from nobody was', async () => {
    await store().presence.openIntervals([
      opened('dev_1', 'online', 10),
      opened('dev_2', 'late', 10),
      opened('dev_3', 'unknown', 10),
      opened('dev_4', 'offline', 10),
    ]);
    await store().presence.openIntervals([opened('dev_1', 'offline', 20), opened('dev_2', 'offline', 30)]);
    await store().presence.closeOpenIntervals(40);
    const everyone = ['dev_1', 'dev_2', 'dev_3', 'dev_4', 'dev_9'];
    expect(await store().presence.connectedAt(everyone, 9)).toBeNull();
    expect(await store().presence.connectedAt(everyone, 10)).toEqual(['dev_1', 'dev_2']);
    expect(await store().presence.connectedAt(everyone, 20)).toEqual(['dev_2']);
    expect(await store().presence.connectedAt(everyone, 30)).toEqual([]);
    expect(await store().presence.connectedAt(everyone, 40)).toBeNull();
    expect(await store().presence.connectedAt(['dev_2', 'dev_3'], 10)).toEqual(['dev_2']);
    expect(await store().presence.connectedAt(['dev_9'], 10)).toBeNull();
    expect(await store().presence.connectedAt([], 10)).toBeNull();
  });

  it('tells who was connected when the clock had been set back', async () => {
    await store().presence.openIntervals([opened('dev_1', 'offline', 100)]);
    await store().presence.openIntervals([opened('dev_1', 'online', 50)]);
    expect(await store().presence.connectedAt(['dev_1'], 49)).toBeNull();
    expect(await store().presence.connectedAt(['dev_1'], 60)).toEqual(['dev_1']);
    expect(await store().presence.connectedAt(['dev_1'], 150)).toEqual(['dev_1']);
  });

  it('opens thousands of intervals in one call', async () => {
    const devices = names('dev', 10_000);
    await store().presence.openIntervals(devices.map((id) => opened(id, 'unknown', 10)));
    await store().presence.openIntervals(devices.map((id) => opened(id, 'online', 20)));
    expect(await store().presence.connectedAt(devices, 25)).toEqual(devices);
    expect(await store().presence.connectedAt(devices, 15)).toEqual([]);
  });

  it('keeps one row per device and day, both ends of a span included', async () => {
    const day = {
      deviceId: 'dev_1',
      day: '2022-10-20',
      onlineMs: 86_400_000,
      lateMs: 0,
      offlineMs: 0,
      unknownMs: 0,
    };
    const days = [
      day,
      { ...day, day: '2022-10-21' },
      { ...day, day: '2022-10-22' },
      { ...day, deviceId: 'dev_2' },
    ];
    await store().presence.putDays(days);
    await store().presence.putDays([{ ...day, onlineMs: 1, unknownMs: 86_399_999 }]);
    expect(
      await store().presence.days({ deviceId: 'dev_1', fromDay: '2022-10-20', toDay: '2022-10-21' }),
    ).toEqual([
      { ...day, onlineMs: 1, unknownMs: 86_399_999 },
      { ...day, day: '2022-10-21' },
    ]);
    expect(
      await store().presence.days({ deviceId: null, fromDay: '2022-10-20', toDay: '2022-10-20' }),
    ).toHaveLength(2);
  });
};
