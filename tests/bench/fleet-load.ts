import { connectAsync, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { topics } from '#protocol';
import { createFleet } from '../../device-sim/fleet/fleet.ts';
import { identity } from '../../device-sim/shell/identity.ts';
import { silentLog } from '../support/silent-log.ts';
import { tinyArea } from '../support/tiny-controller.ts';
import { waitUntil } from '../support/wait-until.ts';
import { serveCalls } from '../support/worker-process.ts';

const load = z.array(identity);
const connectPerSecond = 500;
const patience = { deadlineMs: 300_000, everyMs: 100 };

const memory = () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, used: heapUsed + external };
};

/** The same connection and filters as a loudspeaker's, and nothing behind them. */
const connectBare = async (argument: unknown) => {
  const identities = load.parse(argument);
  const before = memory();
  const clients: MqttClient[] = [];
  for (const { deviceId, secret, mqttUrls } of identities) {
    const client = await connectAsync(mqttUrls[0] ?? '', {
      clientId: deviceId,
      username: deviceId,
      password: secret,
      protocolVersion: 4,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      timerVariant: 'native',
      will: { topic: topics.presence(deviceId), payload: Buffer.from('{}'), qos: 1, retain: false },
    });
    client.on('message', () => {});
    const filters = [
      topics.keys,
      topics.config(deviceId),
      topics.command(deviceId),
      topics.timeResponse(deviceId),
      topics.playbackAck(deviceId),
      topics.policy(tinyArea),
      topics.announcements(tinyArea),
      topics.program(tinyArea),
    ];
    await client.subscribeAsync(filters, { qos: 1 });
    clients.push(client);
  }
  return { before, after: memory(), ready: clients.filter((client) => client.connected).length };
};

/** Whole loudspeakers, with their clocks set, a program of nine days held and its audio cached. */
const connectDevices = async (argument: unknown) => {
  const provisions = load.parse(argument);
  const before = memory();
  const fleet = createFleet({
    provisions,
    controllerUrl: 'http://127.0.0.1:1',
    mqttUrl: null,
    dir: null,
    durable: false,
    output: { kind: 'silent' },
    wavFiles: new Map(),
    seed: 1,
    connectPerSecond,
    log: silentLog,
  });
  await fleet.start();
  const isReady = () => {
    const { clockTrusted, withProgram, missingAssets } = fleet.summary();
    return clockTrusted === provisions.length && withProgram === provisions.length && missingAssets === 0;
  };
  await waitUntil('every device to be ready', isReady, patience);
  return { before, after: memory(), ready: fleet.summary().withProgram };
};

serveCalls({ connectBare, connectDevices });
