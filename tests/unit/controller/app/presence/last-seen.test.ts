import { describe, expect, it } from 'vitest';
import type { LastSeenRow, PresenceStore } from '../../../../../controller/app/ports/store/presence.ts';
import { createLastSeenWriter } from '../../../../../controller/app/presence/last-seen.ts';
import { createDeviceField } from '../../../../support/device-field.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, settle } from '../../../../support/virtual-clock.ts';

const row = (deviceId: string, lastSeenAt: number): LastSeenRow => ({
  deviceId,
  lastSeenAt,
  heartbeat: null,
});

/** A store whose writes wait until they are let through, or fail. */
const createSlowStore = async () => {
  const { store } = await createDeviceField(0);
  const batches: (readonly LastSeenRow[])[] = [];
  let gate: Promise<void> = Promise.resolve();
  let open: () => void = () => {};
  let failures = 0;
  const presence: PresenceStore = {
    ...store.presence,
    saveLastSeen: async (rows) => {
      await gate;
      if (failures > 0) {
        failures -= 1;
        throw new Error('disk full');
      }
      batches.push(rows);
      await store.presence.saveLastSeen(rows);
    },
  };
  return {
    store: { ...store, presence },
    batches,
    hold: () => {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release: () => open(),
    failNext: (times: number) => {
      failures = times;
    },
  };
};

describe('last-seen times', () => {
  it('are written a quarter of a second after the first of them', async () => {
    const slow = await createSlowStore();
    const clock = createVirtualClock(0);
    const writer = createLastSeenWriter({ store: slow.store, clock, log: silentLog });
    writer.note(row('dev-1', 1));
    await clock.advance(200);
    writer.note(row('dev-2', 2));
    expect(slow.batches).toHaveLength(0);
    await clock.advance(50);
    expect(slow.batches).toEqual([[row('dev-1', 1), row('dev-2', 2)]]);
    await clock.advance(1_000);
    expect(slow.batches).toHaveLength(1);
  });

  it('are written at once when many have come, in steps that leave the event loop free', async () => {
    const slow = await createSlowStore();
    const clock = createVirtualClock(0);
    const writer = createLastSeenWriter({ store: slow.store, clock, log: silentLog });
    for (let device = 0; device < 5_000; device += 1) writer.note(row(`dev-${device}`, 1));
    await settle();
    expect(slow.batches).toHaveLength(1);
    await clock.advance(10);
    expect(slow.batches.map((rows) => rows.length).reduce((a, b) => a + b)).toBe(5_000);
    expect(Math.max(...slow.batches.map((rows) => rows.length))).toBeLessThanOrEqual(1_000);
  });

  it('never pile up behind a slow store: the newest of each device waits', async () => {
    const slow = await createSlowStore();
    const clock = createVirtualClock(0);
    const writer = createLastSeenWriter({ store: slow.store, clock, log: silentLog });
    slow.hold();
    writer.note(row('dev-1', 1));
    await clock.advance(250);
    for (let at = 2; at <= 10_000; at += 1) writer.note(row('dev-1', at));
    expect(writer.waiting()).toBe(1);
    slow.release();
    await settle();
    await clock.advance(1_000);
    expect(slow.batches).toEqual([[row('dev-1', 1)], [row('dev-1', 10_000)]]);
  });

  it('survive a store that fails for a while, without older ones replacing newer ones', async () => {
    const slow = await createSlowStore();
    const clock = createVirtualClock(0);
    const writer = createLastSeenWriter({ store: slow.store, clock, log: silentLog });
    slow.failNext(2);
    writer.note(row('dev-1', 1));
    await clock.advance(250);
    writer.note(row('dev-1', 2));
    writer.note(row('dev-2', 2));
    await clock.advance(5_000);
    expect(await slow.store.presence.lastSeen()).toEqual([row('dev-1', 2), row('dev-2', 2)]);
  });
});
