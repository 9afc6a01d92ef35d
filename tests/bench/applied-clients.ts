import { connectAsync, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { topics } from '#protocol';
import { createFleet, type Fleet } from '../../device-sim/fleet/fleet.ts';
import type { DeviceLog } from '../../device-sim/shell/device-log.ts';
import { identity } from '../../device-sim/shell/identity.ts';
import { serveCalls } from '../support/worker-process.ts';

/** Many whole loudspeakers, or as many bare MQTT clients with their filters, in a process of its own. */

const connectPerSecond = 400;
const atOnce = 50;

let awaited = 0;
/** Instants of this machine's monotonic clock at which one of them after the other had it. */
let appliedAt: bigint[] = [];
let done: (() => void) | undefined;
let cpu = process.cpuUsage();

const applied = (): void => {
  awaited -= 1;
  appliedAt.push(process.hrtime.bigint());
  if (awaited === 0) done?.();
};

const held = z.object({ topic: z.string().endsWith('/program') });
const expected = z.object({ count: z.number(), of: z.enum(['program', 'sound', 'message']) });
let kind: z.infer<typeof expected>['of'] = 'program';

/** The core says so when a document has passed every check and is in force, and when the output sounds. */
const log: DeviceLog = {
  info: (fields, sentence) => {
    if (kind === 'sound' && sentence === 'Sound begun') applied();
    if (kind === 'program' && sentence === 'Document held' && held.safeParse(fields).success) applied();
  },
  warn: () => {},
};
let fleet: Fleet | undefined;

const clients: MqttClient[] = [];

const connectBare = async (
  url: string,
  deviceId: string,
  areaKey: string,
  above: readonly string[],
): Promise<void> => {
  const client = await connectAsync(url, {
    clientId: deviceId,
    protocolVersion: 4,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
    will: { topic: topics.presence(deviceId), payload: Buffer.from('{}'), qos: 1, retain: false },
  });
  client.on('message', () => {
    if (kind === 'message') applied();
  });
  const filters = [
    topics.keys,
    topics.config(deviceId),
    topics.command(deviceId),
    topics.timeResponse(deviceId),
    topics.playbackAck(deviceId),
    topics.policy(areaKey),
    topics.announcements(areaKey),
    topics.program(areaKey),
    ...above.map(topics.announcements),
  ];
  await client.subscribeAsync(filters, { qos: 1 });
  clients.push(client);
};

const loudspeakers = z.object({ identities: z.array(identity), mqttPort: z.number() });
const bare = z.object({
  url: z.string(),
  areaKeys: z.array(z.string()),
  /** Areas above, whose announcements all of them follow. */
  ancestorKeys: z.array(z.string()),
  /** Each of them publishes 200 bytes that often; null for silence. */
  heartbeatIntervalMs: z.number().nullable(),
});

/** As many a second as devices that do not beat together make. */
const beat = (intervalMs: number): void => {
  let next = 0;
  setInterval(() => {
    const due = Math.ceil((clients.length * 50) / intervalMs);
    for (let n = 0; n < due; n += 1) {
      const client = clients[next % clients.length];
      next += 1;
      client?.publish(topics.heartbeat(`bare-${next}`), Buffer.alloc(200, 'h'), { qos: 0 });
    }
  }, 50);
};

serveCalls({
  startFleet: async (argument) => {
    const { identities, mqttPort } = loudspeakers.parse(argument);
    fleet = createFleet({
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
    const { url, areaKeys, ancestorKeys, heartbeatIntervalMs } = bare.parse(argument);
    for (let first = 0; first < areaKeys.length; first += atOnce) {
      const batch = areaKeys.slice(first, first + atOnce);
      await Promise.all(
        batch.map((key, index) =>
          connectBare(url, `bare-${process.pid}-${first + index}`, key, ancestorKeys),
        ),
      );
    }
    if (heartbeatIntervalMs !== null) beat(heartbeatIntervalMs);
  },
  /** Begins to count what so many are to receive. Each is a computer of its own in the field, with its own garbage. */
  expect: async (argument) => {
    const { count, of } = expected.parse(argument);
    awaited = count;
    kind = of;
    appliedAt = [];
    globalThis.gc?.();
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
    return { lastAt: appliedAt.at(-1) ?? 0n, appliedAt, cpuMs: (user + system) / 1_000 };
  },
  /** Events that the loudspeakers still have to hand over, sounds they still make. */
  busy: async () => {
    const { unackedEvents, playing } = fleet?.summary() ?? { unackedEvents: 0, playing: 0 };
    return unackedEvents + playing;
  },
});
