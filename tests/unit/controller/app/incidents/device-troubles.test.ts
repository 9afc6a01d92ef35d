import { beforeEach, describe, expect, it } from 'vitest';
import type { Heartbeat } from '#protocol';
import {
  createDeviceReports,
  type DeviceReports,
} from '../../../../../controller/app/devices/device-reports.ts';
import { createDeviceTroubles } from '../../../../../controller/app/incidents/device-troubles.ts';
import { createIncidents, type Incidents } from '../../../../../controller/app/incidents/incidents.ts';
import { createPresence, type Presence } from '../../../../../controller/app/presence/presence.ts';
import { countedIds } from '../../../../support/counted-ids.ts';
import {
  createDeviceField,
  type DeviceField,
  deviceRow,
  heartbeatAt,
  minute,
  morning,
  province,
} from '../../../../support/device-field.ts';
import { createFakeLink, type FakeLink } from '../../../../support/fake-link.ts';
import { createRecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const devices = 12;
let field: DeviceField;
let clock: VirtualClock;
let link: FakeLink;
let presence: Presence;
let reports: DeviceReports;
let incidents: Incidents;
let random: ReturnType<typeof countedIds>;

/** A controller process: presence that knows nobody yet, and incidents as they are stored. */
const boot = async (): Promise<void> => {
  const shared = { ...field, clock, link, events: createRecordingEvents(), log: silentLog };
  reports = createDeviceReports();
  presence = createPresence({ ...shared, heartbeatIntervalMs: 30_000 });
  incidents = createIncidents({
    ...shared,
    random,
    sources: [
      createDeviceTroubles({
        ...shared,
        presence,
        reports,
        patienceMs: 15 * minute,
        maxClockErrorMs: 60_000,
      }),
    ],
  });
  await presence.start();
  await incidents.start();
};
const shutDown = async (): Promise<void> => {
  await incidents.stop();
  await presence.stop();
};

beforeEach(async () => {
  field = await createDeviceField(devices);
  clock = createVirtualClock(morning);
  link = createFakeLink();
  random = countedIds();
  await boot();
});

const everybody = Array.from({ length: devices }, (_, index) => `dev-${index + 1}`);
const but = (...silent: string[]): string[] => everybody.filter((id) => !silent.includes(id));
/** Lets time pass while these send heartbeats. */
const pass = async (ms: number, ids: readonly string[], patch: Partial<Heartbeat> = {}): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 30_000) {
    for (const id of ids) presence.heard(id, clock.now(), heartbeatAt(clock.now(), patch));
    await clock.advance(30_000);
  }
};
const told = async (state: 'open' | 'closed' | null = 'open'): Promise<string[]> => {
  const page = await field.store.incidents.page({ areaKeys: null, type: null, state }, null, 1_000);
  return page.items.map(({ type, subject }) => `${type} ${subject}`).sort();
};

describe('a silent device', () => {
  it('is an incident a quarter of an hour after it went offline, and none before', async () => {
    await pass(minute, everybody);
    await pass(17 * minute, but('dev-1'));
    expect(await told()).toEqual([]);
    await pass(minute, but('dev-1'));
    expect(await told()).toEqual(['silent-device dev-1']);
    const [incident] = (
      await field.store.incidents.page({ areaKeys: null, type: null, state: 'open' }, null, 1)
    ).items;
    expect(incident).toMatchObject({ clusterId: '1', detail: { lastSeenAt: morning + 30_000 } });
  });

  it('that comes back for a moment is not heard yet; one that stays closes it', async () => {
    await pass(minute, everybody);
    await pass(20 * minute, but('dev-1'));
    await pass(30_000, everybody);
    await pass(5 * minute, but('dev-1'));
    expect(await told()).toEqual([]);
    expect(await told('closed')).toEqual(['silent-device dev-1']);
    await pass(20 * minute, but('dev-1'));
    expect(await told()).toEqual(['silent-device dev-1']);
  });

  it('that leaves service is none any more', async () => {
    await pass(20 * minute, but('dev-1'));
    expect(await told()).toEqual(['silent-device dev-1']);
    await field.directory.updateDevice(deviceRow('dev-1', '1', { status: 'revoked' }));
    await pass(minute, but('dev-1'));
    expect(await told('closed')).toEqual(['silent-device dev-1']);
  });

  it('is as patient after a restart, when nobody is known', async () => {
    await pass(minute, everybody);
    await shutDown();
    await boot();
    await clock.advance(2 * minute);
    expect(presence.counts(null)).toMatchObject({ unknown: devices });
    await pass(16 * minute, but('dev-1'));
    expect(await told()).toEqual(['silent-device dev-1']);
  });

  it('stays the same incident over a restart', async () => {
    await pass(20 * minute, but('dev-1'));
    await shutDown();
    clock.set(clock.now() + 60 * minute);
    await boot();
    await pass(60 * minute, but('dev-1'));
    expect(await told(null)).toEqual(['silent-device dev-1']);
    expect((await field.store.incidents.get('inc_000001'))?.count).toBe(1);
  });
});

describe('a controller that hears nobody', () => {
  it('is one incident of its own, and not one for each device', async () => {
    await pass(20 * minute, but('dev-1'));
    await clock.advance(60 * minute);
    expect(await told()).toEqual(['network controller', 'silent-device dev-1']);
    const [network] = (
      await field.store.incidents.page({ areaKeys: null, type: 'network', state: null }, null, 1)
    ).items;
    expect(network).toMatchObject({
      severity: 'critical',
      areaKey: province.key,
      detail: { reason: 'devices', devices, total: devices },
    });
  });

  it('gives those who do not come back their patience anew', async () => {
    await pass(minute, everybody);
    await clock.advance(60 * minute);
    await pass(14 * minute, but('dev-1', 'dev-2'));
    expect(await told()).toEqual([]);
    expect(await told('closed')).toEqual(['network controller']);
    await pass(2 * minute, but('dev-1', 'dev-2'));
    expect(await told()).toEqual(['silent-device dev-1', 'silent-device dev-2']);
  });

  it('because the broker is gone says so, and blames no device', async () => {
    await pass(minute, everybody);
    link.setUp(false);
    await clock.advance(2 * 60 * minute);
    expect(await told()).toEqual(['network controller']);
    link.setUp(true);
    await pass(3 * minute, everybody);
    expect(await told('closed')).toEqual(['network controller']);
    expect(await told()).toEqual([]);
  });
});

describe('what a heartbeat says is wrong', () => {
  it('is an incident once it has lasted, closed once it is well again', async () => {
    await pass(3 * minute, everybody, { supply: { mains: false, volts: 12.6 } });
    expect(await told()).toHaveLength(devices);
    expect((await told())[0]).toBe('supply dev-1');
    await pass(6 * minute, everybody);
    expect(await told()).toEqual([]);
  });

  it('waits for audio that is being fetched, and not for a disk that is full', async () => {
    const faults = async () => (await told()).filter((one) => one.startsWith('cache'));
    await pass(2 * minute, ['dev-1'], { cache: { assets: 0, missing: 3, freeBytes: 0 } });
    expect(await faults()).toEqual(['cache dev-1']);
    await pass(9 * minute, ['dev-2'], { cache: { assets: 0, missing: 3, freeBytes: 1e9 } });
    expect(await faults()).toEqual(['cache dev-1']);
    await pass(2 * minute, ['dev-2'], { cache: { assets: 0, missing: 3, freeBytes: 1e9 } });
    expect(await faults()).toEqual(['cache dev-1', 'cache dev-2']);
  });

  it('says why audio is missing, as the device reports it', async () => {
    const reported = (reason: 'hash-mismatch' | 'disk-full') =>
      reports.note(
        'dev-1',
        {
          at: clock.now(),
          versions: {},
          cached: [],
          missing: [
            { sha256: 'a'.repeat(64), reason: 'fetching' },
            { sha256: 'b'.repeat(64), reason },
          ],
          refused: [],
          newer: [],
          spool: { spoolId: 's', nextSeq: 1, ackedSeq: 0 },
        },
        clock.now(),
      );
    const details = async () =>
      (await field.store.incidents.page({ areaKeys: null, type: 'cache', state: 'open' }, null, 10)).items;
    reported('hash-mismatch');
    await pass(12 * minute, ['dev-1'], { cache: { assets: 0, missing: 2, freeBytes: 1e9 } });
    expect(await details()).toMatchObject([{ detail: { reason: 'missing', cause: 'hash-mismatch' } }]);
    reported('disk-full');
    await pass(minute, ['dev-1'], { cache: { assets: 0, missing: 2, freeBytes: 1e9 } });
    expect(await details()).toMatchObject([
      { severity: 'critical', detail: { reason: 'disk-full', cause: 'disk-full' } },
    ]);
  });

  it('stays while the device is silent: silence is no recovery', async () => {
    await pass(3 * minute, ['dev-1'], { temperatureC: 88 });
    await pass(10 * minute, but('dev-1'));
    expect(await told()).toEqual(['temperature dev-1']);
    await shutDown();
    await boot();
    await pass(10 * minute, but('dev-1'));
    expect(await told()).toEqual(['temperature dev-1']);
  });

  it('before the restart is not said again, and being connected is not being well', async () => {
    await pass(3 * minute, ['dev-1'], { temperatureC: 88 });
    await shutDown();
    await boot();
    for (let passed = 0; passed < 10; passed += 1) {
      presence.heard('dev-1', clock.now());
      await clock.advance(minute);
    }
    expect(await told()).toContain('temperature dev-1');
    await pass(6 * minute, ['dev-1']);
    expect(await told()).not.toContain('temperature dev-1');
  });
});
