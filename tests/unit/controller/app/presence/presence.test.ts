import { beforeEach, describe, expect, it } from 'vitest';
import { createDirectory } from '../../../../../controller/app/directory/directory.ts';
import type { PresenceState } from '../../../../../controller/app/ports/store/presence.ts';
import { createPresence, type Presence } from '../../../../../controller/app/presence/presence.ts';
import {
  beforeMorning,
  caoXa,
  createDeviceField,
  type DeviceField,
  deviceRow,
  heartbeatAt,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { createFakeLink, type FakeLink } from '../../../../support/fake-link.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const second = 1_000;
const hour = 3_600_000;
const start = beforeMorning;

let field: DeviceField;
let clock: VirtualClock;
let link: FakeLink;
let events: RecordingEvents;
let presence: Presence;

const createHere = (): Presence =>
  createPresence({ ...field, link, clock, events, log: silentLog, heartbeatIntervalMs: 10 * second });

beforeEach(async () => {
  field = await createDeviceField(3);
  clock = createVirtualClock(start);
  link = createFakeLink();
  events = createRecordingEvents();
  presence = createHere();
  await presence.start();
});

const stateOf = (deviceId: string) => presence.of(deviceId)?.state;
const beat = (deviceId: string) => presence.heard(deviceId, clock.now(), heartbeatAt(clock.now()));
/** Lets time pass while `dev-1` sends a heartbeat every ten seconds. */
const passWithBeats = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 10 * second) {
    beat('dev-1');
    await clock.advance(10 * second);
  }
};
const intervalsOf = async (deviceId: string): Promise<[PresenceState, number, number | null][]> => {
  const rows = await field.store.presence.intervals({ deviceId, from: 0, to: Date.UTC(2100, 0) });
  return rows.map(({ state, fromAt, toAt }) => [
    state,
    (fromAt - start) / second,
    toAt === null ? null : (toAt - start) / second,
  ]);
};

describe('presence', () => {
  it('knows nothing of anybody at the start', () => {
    expect(presence.counts(null)).toEqual({ clusters: 3, online: 0, late: 0, offline: 0, unknown: 3 });
  });

  it('follows a device from heard to late to offline and back', async () => {
    beat('dev-1');
    await clock.advance(second);
    expect(stateOf('dev-1')).toBe('online');
    await clock.advance(22 * second);
    expect(stateOf('dev-1')).toBe('late');
    await clock.advance(30 * second);
    expect(stateOf('dev-1')).toBe('offline');
    beat('dev-1');
    await clock.advance(second);
    expect(stateOf('dev-1')).toBe('online');
    expect(await intervalsOf('dev-1')).toEqual([
      ['unknown', 0, 1],
      ['online', 1, 23],
      ['late', 23, 51],
      ['offline', 51, 54],
      ['online', 54, null],
    ]);
  });

  it('shows the evidence and its age', async () => {
    beat('dev-1');
    await clock.advance(5 * second);
    expect(presence.ofCluster('1')).toMatchObject({
      deviceId: 'dev-1',
      lastSeenAt: start,
      heartbeat: { firmware: '1.4.2' },
      heartbeatAt: start,
    });
  });

  it('calls silent devices offline only after it has listened long enough', async () => {
    await clock.advance(50 * second);
    expect(stateOf('dev-2')).toBe('unknown');
    await clock.advance(second);
    expect(stateOf('dev-2')).toBe('offline');
  });

  it('takes a will message for a hint: late at once, offline by silence only', async () => {
    beat('dev-1');
    await clock.advance(2 * second);
    presence.left('dev-1', clock.now());
    await clock.advance(second);
    expect(stateOf('dev-1')).toBe('late');
    beat('dev-1');
    await clock.advance(second);
    expect(stateOf('dev-1')).toBe('online');
  });

  it('tells listeners of changes, in one event each second', async () => {
    beat('dev-1');
    beat('dev-2');
    await clock.advance(second);
    expect(events.of('presence')).toEqual([
      {
        type: 'presence',
        changes: [
          { clusterId: '1', areaKey: caoXa.key, state: 'online' },
          { clusterId: '2', areaKey: caoXa.key, state: 'online' },
        ],
      },
    ]);
  });

  it('counts clusters for areas of every level', async () => {
    beat('dev-1');
    await clock.advance(second);
    const counts = { clusters: 3, online: 1, late: 0, offline: 0, unknown: 2 };
    expect(presence.counts(caoXa.key)).toEqual(counts);
    expect(presence.counts(province.key)).toEqual(counts);
    expect(presence.counts(tuXa.key).clusters).toBe(0);
  });

  it('ignores a device that it does not know', () => {
    presence.heard('nobody', clock.now(), heartbeatAt(clock.now()));
    presence.left('nobody', clock.now());
    expect(presence.of('nobody')).toBeNull();
  });
});

describe('devices that come and go', () => {
  it('are unknown when they come into service, not offline', async () => {
    await passWithBeats(120 * second);
    await field.directory.addDevices([deviceRow('dev-9', '3', { inServiceFrom: clock.now() })]);
    await clock.advance(2 * second);
    expect(stateOf('dev-9')).toBe('unknown');
    expect(await intervalsOf('dev-9')).toEqual([['unknown', 121, null]]);
  });

  it('count no longer when they are revoked', async () => {
    beat('dev-1');
    await clock.advance(second);
    await field.directory.updateDevice(deviceRow('dev-1', '1', { status: 'revoked' }));
    await clock.advance(second);
    expect(presence.of('dev-1')).toBeNull();
    expect(presence.counts(null).clusters).toBe(2);
    expect((await intervalsOf('dev-1')).at(-1)).toEqual(['unknown', 2, null]);
  });
});

describe('while the link is down', () => {
  it('nobody is known, and afterwards silence counts anew', async () => {
    await passWithBeats(30 * second);
    link.setUp(false);
    expect(stateOf('dev-1')).toBe('unknown');
    await clock.advance(5 * 60 * second);
    expect(presence.counts(null)).toMatchObject({ unknown: 3, offline: 0 });

    link.setUp(true);
    beat('dev-2');
    await clock.advance(second);
    expect([stateOf('dev-1'), stateOf('dev-2')]).toEqual(['unknown', 'online']);
    await clock.advance(50 * second);
    expect(stateOf('dev-1')).toBe('offline');
  });
});

describe('after a restart', () => {
  it('what the killed run left open ends when it was last known to live, and is unknown from there', async () => {
    await passWithBeats(60 * second);
    // Killed: nothing is flushed, nobody says good-bye. Five minutes later another run begins.
    const killed = clock;
    clock = createVirtualClock(killed.now() + 300 * second);
    presence = createHere();
    await presence.start();
    expect(stateOf('dev-1')).toBe('unknown');
    expect(await intervalsOf('dev-1')).toEqual([
      ['unknown', 0, 1],
      ['online', 1, 60],
      ['unknown', 60, null],
    ]);
  });

  it('the age of the last evidence is still known, though not taken for presence', async () => {
    beat('dev-1');
    await clock.advance(second);
    await presence.stop();
    clock = createVirtualClock(clock.now() + second);
    presence = createHere();
    await presence.start();
    expect(presence.of('dev-1')).toMatchObject({ state: 'unknown', lastSeenAt: start, heartbeatAt: null });
  });

  it('a device that came into service meanwhile has no time before it', async () => {
    await presence.stop();
    const inServiceFrom = start + 100 * second;
    await field.store.devices.insert([deviceRow('dev-9', '3', { inServiceFrom })]);
    clock = createVirtualClock(start + 200 * second);
    const directory = createDirectory(field);
    await directory.load();
    field = { ...field, directory };
    presence = createHere();
    await presence.start();
    expect(await intervalsOf('dev-9')).toEqual([['unknown', 100, null]]);
  });

  it('a standstill of the process is no silence of the devices', async () => {
    await passWithBeats(20 * second);
    clock.set(clock.now() + hour);
    await clock.advance(second);
    expect(stateOf('dev-1')).toBe('unknown');
    expect(await intervalsOf('dev-1')).toEqual([
      ['unknown', 0, 1],
      ['online', 1, 20],
      ['unknown', 20, null],
    ]);
  });
});

describe('days', () => {
  it('are summed up when they are over in Vietnam', async () => {
    // 04:50 to midnight are 19 h 10 min.
    const toMidnight = 19 * hour + 10 * 60 * second;
    await clock.advance(toMidnight - 20 * second);
    await passWithBeats(40 * second);
    const days = await field.store.presence.days({
      deviceId: null,
      fromDay: '2023-06-01',
      toDay: '2023-06-30',
    });
    expect(days.map(({ deviceId, day }) => [deviceId, day])).toEqual([
      ['dev-1', '2023-06-05'],
      ['dev-2', '2023-06-05'],
      ['dev-3', '2023-06-05'],
    ]);
    const [first] = days;
    expect(first).toMatchObject({ unknownMs: 51 * second, onlineMs: 19 * second, lateMs: 0 });
    expect((first?.onlineMs ?? 0) + (first?.offlineMs ?? 0) + (first?.unknownMs ?? 0)).toBe(toMidnight);
  });

  it('that passed while the controller was down are summed up at the next start', async () => {
    await passWithBeats(60 * second);
    clock = createVirtualClock(start + 50 * hour);
    presence = createHere();
    await presence.start();
    await presence.stop();
    const days = await field.store.presence.days({
      deviceId: 'dev-1',
      fromDay: '2023-06-01',
      toDay: '2023-06-30',
    });
    expect(days.map(({ day, onlineMs, unknownMs }) => [day, onlineMs, unknownMs])).toEqual([
      ['2023-06-05', 59 * second, 19 * hour + 10 * 60 * second - 59 * second],
      ['2023-06-06', 0, 24 * hour],
    ]);
  });
});
