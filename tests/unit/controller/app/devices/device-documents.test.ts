import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptDocument,
  commandDocument,
  configDocument,
  importPublicKey,
  playbackAckDocument,
  type Signer,
  timeDocument,
  topics,
  verifyCompact,
} from '#protocol';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import { loadConfigVersion } from '../../../../../controller/app/devices/config-version.ts';
import {
  createDeviceDocuments,
  type DeviceDocuments,
  defaultDeviceSettings,
  type SignedMessage,
} from '../../../../../controller/app/devices/device-documents.ts';
import type { DeviceRow } from '../../../../../controller/app/ports/store/devices.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import { testCluster } from '../../../../support/publishing-world.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { testSigner } from '../../../../support/test-signers.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const start = Date.parse('2026-11-23T12:00:00+07:00');
const device: DeviceRow = {
  id: 'dev_1',
  clusterId: 'clu_1',
  serial: 'S1',
  model: 'TT-4G-50',
  status: 'active',
  secretHash: null,
  publicKey: null,
  maxVolume: 90,
  createdAt: 0,
  inServiceFrom: 0,
  inServiceTo: null,
  configVersion: 0,
};
const cluster = { ...testCluster('clu_1', '07888.20200101'), zoneKey: '07888-03.20200101' };

let clock: VirtualClock;
let signer: Signer;
let documents: DeviceDocuments;
beforeEach(async () => {
  clock = createVirtualClock(start);
  signer = await testSigner();
  documents = createDeviceDocuments({
    signer,
    clock,
    settings: { ...defaultDeviceSettings, mediaBaseUrls: ['http://127.0.0.1:8080/media'] },
    configVersion: () => 42,
    ancestorsOf: () => ['237.20200101', '25.20200101'],
  });
});

const open = async ({ topic, jws }: SignedMessage) => {
  const key = await importPublicKey(signer.publicKey);
  const verified = await verifyCompact(jws, (kid) => (kid === signer.kid ? key : undefined));
  if (!verified.ok) throw new Error(verified.reason);
  return { topic, payload: verified.payload };
};

describe('documents for one device', () => {
  it('tell it its places and limits in its config', async () => {
    const { topic, payload } = await open(await documents.config(device, cluster));
    expect(topic).toBe(topics.config('dev_1'));
    expect(configDocument.parse(payload)).toMatchObject({
      topic,
      version: 42,
      deviceId: 'dev_1',
      clusterId: 'clu_1',
      zoneKey: '07888-03.20200101',
      areaKeys: ['07888.20200101'],
      ancestorKeys: ['237.20200101', '25.20200101'],
      maxVolume: 90,
      heartbeatIntervalMs: 30_000,
      maxClockErrorMs: 60_000,
      mediaBaseUrls: ['http://127.0.0.1:8080/media'],
    });
  });

  it('set neighbouring zones apart where that is wanted', async () => {
    const settings = {
      ...defaultDeviceSettings,
      mediaBaseUrls: ['http://127.0.0.1/media'],
      zoneStaggerMs: 300,
    };
    const apart = createDeviceDocuments({
      signer,
      clock,
      settings,
      configVersion: () => 1,
      ancestorsOf: () => [],
    });
    const staggers = ['07888-03.20200101', '07888-04.20200101', '07888-05.20200101', null].map(
      async (zoneKey) => {
        const { payload } = await open(await apart.config(device, { ...cluster, zoneKey }));
        return configDocument.parse(payload).staggerMs;
      },
    );
    expect(await Promise.all(staggers)).toEqual([0, 300, 600, 0]);
  });

  it('answer a time request with its nonce and three stamps', async () => {
    const { topic, payload } = await open(
      await documents.time('dev_1', { nonce: 'n1234567', t0: 5.5 }, start - 3),
    );
    expect(topic).toBe(topics.timeResponse('dev_1'));
    expect(timeDocument.parse(payload)).toMatchObject({
      nonce: 'n1234567',
      t0: 5.5,
      t1: start - 3,
      t2: start,
    });
  });

  it('acknowledge a spool up to a sequence', async () => {
    const { topic, payload } = await open(await documents.playbackAck('dev_1', { spoolId: 'sp1', seq: 7 }));
    expect(topic).toBe(topics.playbackAck('dev_1'));
    expect(playbackAckDocument.parse(payload)).toMatchObject({ deviceId: 'dev_1', spoolId: 'sp1', seq: 7 });
  });

  it('command it for seconds only', async () => {
    const { topic, payload } = await open(await documents.command('dev_1', 'resync'));
    const command = commandDocument.parse(payload);
    expect(command).toMatchObject({ topic: topics.command('dev_1'), command: 'resync' });
    const accept = (nowMs: number) =>
      acceptDocument({ document: command, arrivedOn: topic, heldVersion: 0, nowMs }).ok;
    expect([accept(start), accept(start + 60_000)]).toEqual([true, false]);
  });

  it('grow in version although many are made in one millisecond', async () => {
    const versions: number[] = [];
    for (let seq = 0; seq < 3; seq += 1) {
      const { payload } = await open(await documents.playbackAck('dev_1', { spoolId: 'sp1', seq }));
      versions.push(playbackAckDocument.parse(payload).version);
    }
    expect(versions).toEqual([start, start + 1, start + 2]);
  });
});

describe('the version of configs', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openSqliteStore({ path: ':memory:', log: silentLog });
  });
  afterEach(() => store.close());
  const load = (content = 'settings') => loadConfigVersion({ store, clock, content });

  it('stays over restarts with the same settings', async () => {
    const first = (await load()).current();
    clock.set(start + 60_000);
    expect((await load()).current()).toBe(first);
  });

  it('rises with other settings, and when it is raised', async () => {
    const first = (await load()).current();
    const changed = await load('other settings');
    expect(changed.current()).toBeGreaterThan(first);
    const raised = await changed.raise();
    expect(raised).toBeGreaterThan(first);
    expect((await load('other settings')).current()).toBe(raised);
  });

  it('goes above what a device holds, and never back with the clock', async () => {
    const version = await load();
    expect(await version.raise(start + 1_000_000)).toBe(start + 1_000_001);
    clock.set(start - 1_000_000);
    expect(await version.raise()).toBe(start + 1_000_002);
  });

  it('is another one for each of two raises at once', async () => {
    const version = await load();
    const raised = await Promise.all([version.raise(), version.raise()]);
    expect(new Set(raised).size).toBe(2);
    expect((await load()).current()).toBe(Math.max(...raised));
  });
});
