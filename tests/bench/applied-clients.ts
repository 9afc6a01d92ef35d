import { connectAsync, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { topics } from '#protocol';
import { createFleet } from '../../device-sim/fleet/fleet.ts';
import type { DeviceLog } from '../../device-sim/shell/device-log.ts';
import { identity } from '../../device-sim/shell/identity.ts';
import { serveCalls } from '../support/worker-process.ts';

/** Many whole loudspeakers, or as many bare MQTT clients with their filters, in a process of its own. */

const connectPerSecond = 400;
const atOnce = 50;

let awaited = 0;
let lastAt = 0n;
let done: (() => void) | undefined;
let cpu = process.cpuUsage();

const applied = (): void => {
  awaited -= 1;
  lastAt = process.hrtime.bigint();
  if (awaited === 0) done?.();
};

const held = z.object({ topic: z.string().endsWith('/program') });

/** The core says so when a document has passed every check and is in force. */
const log: DeviceLog = {
  info: (fields, sentence) => {
    if (sentence === 'Document held' && held.safeParse(fields).success) applied();
  },
  warn: () => {},
};

const clients: MqttClient[] = [];

const connectBare = async (url: string, deviceId: string, areaKey: string): Promise<void> => {
  const client = await connectAsync(url, {
    clientId: deviceId,
    protocolVersion: 4,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
    will: { topic: topics.presence(deviceId), payload: Buffer.from('{}'), qos: 1, retain: false },
  });
  client.on('message', applied);
  const filters = [
    topics.keys,
    topics.config(deviceId),
    topics.command(deviceId),
    topics.timeResponse(deviceId),
    topics.playbackAck(deviceId),
    topics.policy(areaKey),
    topics.announcements(areaKey),
    topics.program(areaKey),
  ];
  await client.subscribeAsync(filters, { qos: 1 });
  clients.push(client);
};

const loudspeakers = z.object({ identities: z.array(identity), mqttPort: z.number() });
const bare = z.object({ url: z.string(), areaKeys: z.array(z.string()) });

serveCalls({
  startFleet: async (argument) => {
    const { identities, mqttPort } = loudspeakers.parse(argument);
    const fleet = createFleet({
      provisions: identities,
      controllerUrl: 'http://127.0.0.1:1',
      mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
      dir: null,
      durable: false,
      output: { kind: 'silent' },
      wavFiles: new Map(),
      seed: 1,
      connectPerSecond,
      log,
    });
    await fleet.start();
  },
  /** One client for each area key given. */
  startBare: async (argument) => {
    const { url, areaKeys } = bare.parse(argument);
    for (let first = 0; first < areaKeys.length; first += atOnce) {
      const batch = areaKeys.slice(first, first + atOnce);
      await Promise.all(batch.map((key, index) => connectBare(url, `bare-${first + index}`, key)));
    }
  },
  /** Begins to count what so many are to receive. */
  expect: async (argument) => {
    awaited = z.number().parse(argument);
    cpu = process.cpuUsage();
  },
  /** When the last of them had it, and what it cost this process. */
  last: async () => {
    if (awaited > 0) {
      await new Promise<void>((resolve) => {
        done = resolve;
      });
    }
    const { user, system } = process.cpuUsage(cpu);
    return { lastAt, cpuMs: (user + system) / 1_000 };
  },
});
