import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';
import { parseUpstreamTopic, topics } from '#protocol';
import type { DeviceLink } from '../../controller/app/ports/runtime.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { composeController } from '../../controller/compose.ts';
import type { DemoHooks } from '../../controller/composition/demo-hooks.ts';
import { readConfig } from '../../controller/config.ts';
import { createNetworkCut } from '../../controller/demo/network-cut.ts';
import type { Identity } from '../../device-sim/shell/identity.ts';
import { silentLog } from '../support/silent-log.ts';
import { serveCalls } from '../support/worker-process.ts';
import {
  allCommunes,
  benchPassword,
  changedDate,
  oneCommune,
  order,
  otherOrder,
  seedAppliedProvince,
} from './applied-province.ts';

/** The whole controller in a process of its own, as `npm start` composes it, on a new database file. */

const folder = mkdtempSync(join(tmpdir(), 'bench-applied-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const awaitReportsMs = 120_000;
const delayResolutionMs = 1;

type Reports = Readonly<{
  /** Resolves with the instant at which the last of these devices has reported a newer program than before. */
  newer: (deviceIds: readonly string[]) => Promise<bigint>;
}>;

/** Reads along what devices report, just after the controller has taken it in. */
const watchReports = (link: Pick<DeviceLink, 'onMessage'>): Reports => {
  const held = new Map<string, number>();
  let awaited = new Set<string>();
  let done: (() => void) | undefined;
  link.onMessage((topic, payload) => {
    const upstream = parseUpstreamTopic(topic);
    if (upstream?.kind !== 'state' && upstream?.kind !== 'heartbeat') return;
    const { deviceId } = upstream;
    // Parsed whole it would cost the measured process what the controller's own reading costs.
    const version = Number(
      /"program":(\d+)/.exec(
        Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('latin1'),
      )?.[1] ?? 0,
    );
    if (version <= (held.get(deviceId) ?? 0)) return;
    held.set(deviceId, version);
    awaited.delete(deviceId);
    if (awaited.size === 0) done?.();
  });
  return {
    newer: (deviceIds) =>
      new Promise((resolve, reject) => {
        awaited = new Set(deviceIds);
        const timer = setTimeout(
          () =>
            reject(new Error(`${awaited.size} of ${deviceIds.length} devices did not report the program`)),
          awaitReportsMs,
        );
        done = () => {
          clearTimeout(timer);
          done = undefined;
          resolve(process.hrtime.bigint());
        };
      }),
  };
};

type Running = Awaited<ReturnType<typeof composeController>> &
  Readonly<{ store: Store; reports: Reports; identities: readonly Identity[]; communeKey: string }>;

const start = async (deviceCount: number): Promise<Running> => {
  const page = join(folder, 'page');
  mkdirSync(page);
  const read = readConfig({
    PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: join(folder, 'data'),
    ADMIN_PASSWORD: benchPassword,
    SECOND_FACTOR: 'optional',
  });
  if (!read.ok) throw new Error(read.sentence);
  let identities: readonly Identity[] = [];
  let communeKey = '';
  let store: Store | undefined;
  const hooks: DemoHooks = {
    approvalCutOffMs: 0,
    fetchJitterMs: 0,
    seed: async (deps) => {
      store = deps.store;
      communeKey = deps.directory.areas.atLevel('commune')[0]?.key ?? '';
      identities = await seedAppliedProvince(deps, deviceCount);
    },
    networkCut: createNetworkCut,
  };
  const controller = await composeController({
    config: read.config,
    env: process.env,
    log: silentLog,
    pageDir: page,
    demo: hooks,
  });
  if (!store) throw new Error('The controller was not seeded.');
  return { ...controller, store, reports: watchReports(controller.link), identities, communeKey };
};

let running: Running | undefined;
let turn = 0;

const controller = (): Running => {
  if (!running) throw new Error('not started');
  return running;
};

const change = z.object({ sessionId: z.enum([oneCommune, allCommunes]), deviceIds: z.array(z.string()) });

serveCalls({
  start: async (argument) => {
    running = await start(z.number().parse(argument));
    const { identities, mqttPort, httpUrl, provinceKey } = running;
    return { identities, mqttPort, httpUrl, provinceKey };
  },
  /** Resolves when every one of these devices has reported that it holds a program; null for all devices. */
  converged: async (argument) => {
    const { reports, identities } = controller();
    const asked = z.array(z.string()).nullable().parse(argument);
    await reports.newer(asked ?? identities.map(({ deviceId }) => deviceId));
  },
  programBytes: async () => {
    const { store, communeKey } = controller();
    return (await store.documents.get(topics.program(communeKey)))?.jws.length ?? 0;
  },
  /** Changes a running order; resolves when the controller knows that every device named holds what follows. */
  change: async (argument) => {
    const { sessionId, deviceIds } = change.parse(argument);
    const { sessions, reports } = controller();
    const lag = monitorEventLoopDelay({ resolution: delayResolutionMs });
    turn += 1;
    const known = reports.newer(deviceIds);
    lag.enable();
    const cpu = process.cpuUsage();
    const changedAt = process.hrtime.bigint();
    const outcome = await sessions.setRunningOrder(
      sessionId,
      [changedDate()],
      turn % 2 === 0 ? order : otherOrder,
    );
    if (!outcome.ok) throw new Error(outcome.fault.en);
    const knownAt = await known;
    lag.disable();
    const { user, system } = process.cpuUsage(cpu);
    return {
      changedAt,
      knownAt,
      cpuMs: (user + system) / 1_000,
      longestPauseMs: Math.max(0, lag.max / 1e6 - delayResolutionMs),
    };
  },
  /** As if a day had passed: what has ended leaves the documents. */
  forgetAnnouncements: async () => {
    const { live } = controller();
    live.forget([...live.all()].flatMap(({ row }) => (row.endedAt === null ? [] : row.id)));
  },
  announcementsBytes: async () => {
    const { store, provinceKey } = controller();
    return (await store.documents.get(topics.announcements(provinceKey)))?.jws.length ?? 0;
  },
  /** Fills the way to one device with so many megabytes. */
  flood: async (argument) => {
    const { deviceId, megabytes } = z.object({ deviceId: z.string(), megabytes: z.number() }).parse(argument);
    const { link } = controller();
    const load = 'x'.repeat(1_000_000);
    for (let n = 0; n < megabytes; n += 1) {
      await link.publish(topics.command(deviceId), load, { qos: 1, retain: false });
    }
  },
  stop: async () => {
    await running?.stop();
  },
});
