import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type DeviceState, deviceState, topics } from '#protocol';
import { createFleet } from '../../device-sim/fleet/fleet.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { type ClaimedReceiver, claimedReceiver } from '../support/claimed-receiver.ts';
import { type ComposedController, composeForTests } from '../support/composed-controller.ts';
import { registerReceiver } from '../support/run-fleet.ts';
import { silentLog } from '../support/silent-log.ts';
import { waitUntil } from '../support/wait-until.ts';

type Place = Readonly<{ key: string; code: string }>;

let composed: ComposedController;
let api: ApiClient;
let from: Place;
let to: Place;

beforeEach(async () => {
  composed = await composeForTests();
  api = await signIn(composed.url);
  const [one, other] = composed.directory.areas.atLevel('commune');
  if (!one || !other) throw new Error('There are no two communes.');
  [from, to] = [one, other];
});
afterEach(() => composed.stop());

const move = async (clusterId: string): Promise<void> => {
  const moved = await api.post(`/clusters/${clusterId}/move`, {
    areaCode: to.code,
    reason: 'Sắp xếp lại địa giới',
  });
  expect(moved.status).toBe(200);
};
const connect = async (receiver: ClaimedReceiver): Promise<MqttClient> => {
  const client = await connectAsync(`mqtt://127.0.0.1:${composed.controller.mqttPort}`, {
    clientId: receiver.deviceId,
    username: receiver.deviceId,
    password: receiver.secret,
    reconnectPeriod: 0,
  });
  onTestFinished(() => void client.end(true));
  return client;
};
const closing = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => client.once('close', () => resolve()));
/** What the broker grants: 128 refuses. */
const grants = async (client: MqttClient, wanted: readonly string[]): Promise<number[]> => {
  const granted: number[] = [];
  for (const topic of wanted) {
    const answer = await client.subscribeAsync(topic, { qos: 1 }).catch(() => null);
    granted.push(answer?.[0]?.qos ?? 128);
  }
  return granted;
};

describe('a receiver whose cluster moves', () => {
  it('loses its connection, and has the rights of the new commune alone when it comes back', async () => {
    const receiver = await claimedReceiver(api, composed.url, from.code);
    const before = await connect(receiver);
    const wanted = [topics.program(from.key), topics.program(to.key)];
    expect(await grants(before, wanted)).toEqual([1, 128]);

    const dropped = closing(before);
    await move(receiver.clusterId);
    await dropped;
    expect(await grants(await connect(receiver), wanted)).toEqual([128, 1]);
  });

  it('takes up the new commune, and nothing that the old one says afterwards', async () => {
    const receiver = await registerReceiver(api, from.code, 'Khu 3 – Nhà văn hóa');
    const states: DeviceState[] = [];
    composed.controller.link.onMessage((topic, payload) => {
      if (topic === topics.state(receiver.deviceId))
        states.push(deviceState.parse(JSON.parse(Buffer.from(payload).toString('utf8'))));
    });
    const fleet = createFleet({
      provisions: [{ claimCode: receiver.claimCode, serial: receiver.serial }],
      controllerUrl: composed.url,
      mqttUrl: null,
      dir: null,
      durable: false,
      output: { kind: 'silent' },
      wavFiles: new Map(),
      seed: 1,
      connectPerSecond: 1_000,
      maxReconnectMs: 200,
      log: silentLog,
    });
    onTestFinished(fleet.stop);
    await fleet.start();
    const held = () => states.at(-1)?.versions ?? {};
    const issued = async (topic: string) => (await composed.store.documents.get(topic))?.version;
    const holds = (place: Place) =>
      waitUntil(`a receiver that holds the documents of ${place.code}`, async () => {
        const [program, announcements] = [
          await issued(topics.program(place.key)),
          await issued(topics.announcements(place.key)),
        ];
        const now = held();
        return program !== undefined && now.program === program && now.announcements === announcements;
      });
    await holds(from);
    const configBefore = held().config ?? 0;

    await move(receiver.clusterId);
    await holds(to);
    expect(held().config).toBeGreaterThan(configBefore);

    const stop = (areaCode: string) => api.post('/announcements', { kind: 'stop', targets: [{ areaCode }] });
    await stop(from.code);
    await stop(to.code);
    await holds(to);
    expect(held().announcements).not.toBe(await issued(topics.announcements(from.key)));
    expect(composed.directory.devices.activeIn(from.key)).toEqual([]);
  });
});

describe('a revoked receiver', () => {
  it('is let in no more, is told to be silent for good, and loses its connection', async () => {
    const receiver = await claimedReceiver(api, composed.url, from.code);
    const client = await connect(receiver);
    const told: unknown[] = [];
    client.on('message', (_topic, payload) => told.push(decodeJwt(payload.toString('utf8'))));
    expect(await grants(client, [topics.command(receiver.deviceId)])).toEqual([1]);
    const dropped = closing(client);
    await api.post(`/devices/${receiver.deviceId}/revoke`, { reason: 'Mất cắp' });
    await expect(connect(receiver)).rejects.toThrow();
    await dropped;
    expect(told).toMatchObject([{ deviceId: receiver.deviceId, command: 'retire' }]);
  });

  it('falls silent at once, also after a power cut', async () => {
    const receiver = await registerReceiver(api, from.code, 'Khu 3 – Nhà văn hóa');
    const dir = mkdtempSync(join(tmpdir(), 'tt-retired-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const fleet = createFleet({
      provisions: [{ claimCode: receiver.claimCode, serial: receiver.serial }],
      controllerUrl: composed.url,
      mqttUrl: null,
      dir,
      durable: false,
      output: { kind: 'silent' },
      wavFiles: new Map(),
      seed: 1,
      connectPerSecond: 1_000,
      maxReconnectMs: 200,
      log: silentLog,
    });
    onTestFinished(fleet.stop);
    await fleet.start();
    const saved = (file: string): Record<string, unknown> => {
      const path = join(dir, 'devices', receiver.serial, file);
      return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    };
    await waitUntil('a receiver with a program', () => topics.program(from.key) in saved('documents.json'));
    await api.post(`/devices/${receiver.deviceId}/revoke`, { reason: 'Mất cắp' });
    await waitUntil('a receiver that knows it', () => saved('state.json').retired === true);
    await waitUntil(
      'a receiver without documents',
      () => Object.keys(saved('documents.json')).join() === topics.keys,
    );
  });
});
