import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import BetterSqlite from 'better-sqlite3';
import { type Heartbeat, topics } from '#protocol';
import { systemClock } from '../../controller/adapters/clock.ts';
import {
  createDeviceDocuments,
  defaultDeviceSettings,
} from '../../controller/app/devices/device-documents.ts';
import { createDeviceReports } from '../../controller/app/devices/device-reports.ts';
import { createDirectory } from '../../controller/app/directory/directory.ts';
import { createIngest } from '../../controller/app/ingest/ingest.ts';
import { createLedger } from '../../controller/app/ledger/ledger.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createPresence } from '../../controller/app/presence/presence.ts';
import { createFakeLink } from '../support/fake-link.ts';
import { createRecordingEvents } from '../support/recording-events.ts';
import { silentLog } from '../support/silent-log.ts';
import { aHeartbeat } from '../support/store-contract/sample-rows.ts';
import { testSigner } from '../support/test-signers.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { storeProvince } from './coverage-province.ts';

const pacedPerSecond = 20_000;
const pacedMs = 5_000;
const flatOutMs = 3_000;
/** Between two turns of the event loop. */
const perTurn = 500;
const baselineName = 'JSON.parse and a prepared upsert';

type Message = Readonly<{ deviceId: string; topic: string; payload: Buffer }>;
type Handle = (message: Message) => void;

/**
 * Heartbeats from the broker's hand to the disk, through the path of the running controller: at a steady
 * 20,000 a second for the lag of the event loop, and flat out for the rate. One core does everything,
 * the sending included.
 */
export const benchHeartbeats = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const deviceCount of devices) {
    progress(`heartbeats of ${deviceCount} devices`);
    const folder = mkdtempSync(join(tmpdir(), 'bench-heartbeats-'));
    try {
      rows.push(...(await measure(folder, deviceCount)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return rows;
};

const measure = async (folder: string, deviceCount: number): Promise<BenchRow[]> => {
  const store = await storeProvince(folder, deviceCount, Date.now());
  const ours = await createOurs(store);
  const bare = createBare(join(folder, 'bare.db'));
  const messages = ours.deviceIds.map(messageOf);

  await flatOut(messages, ours.handle, 500);
  const lag = await paced(messages, ours.handle);
  await ours.flush();
  const bareLag = await paced(messages, bare.handle);
  const rate = await perSecond(messages, ours.handle, ours.flush);
  const bareRate = await perSecond(messages, bare.handle, bare.flush);
  const stored = await store.presence.lastSeen();
  if (stored.filter(({ heartbeat }) => heartbeat !== null).length !== deviceCount || ours.dropped() > 0) {
    throw new Error('Heartbeats were lost, so the figures mean nothing.');
  }
  bare.close();
  await ours.close();

  const at = (name: string, unit: string, value: number, baseline: number): BenchRow => ({
    name,
    devices: deviceCount,
    value,
    unit,
    baseline,
    baselineName,
  });
  const steady = `at ${pacedPerSecond.toLocaleString('en')}/s`;
  return [
    {
      ...at('flat out, until stored', '/s', rate, bareRate),
      budget: { of: 'value', atLeast: pacedPerSecond },
    },
    {
      ...at(`event-loop lag ${steady}, p99`, 'ms', lag.p99, bareLag.p99),
      budget: { of: 'value', atMost: 50 },
    },
    at(`event-loop lag ${steady}, longest`, 'ms', lag.longest, bareLag.longest),
    at(`core in use ${steady}`, '%', lag.coreInUse, bareLag.coreInUse),
  ];
};

const messageOf = (deviceId: string, index: number): Message => ({
  deviceId,
  topic: topics.heartbeat(deviceId),
  payload: Buffer.from(JSON.stringify(aHeartbeat({ uptimeMs: index }))),
});

const createOurs = async (store: Store) => {
  const directory = createDirectory({ store });
  await directory.load();
  const shared = {
    store,
    directory,
    clock: systemClock(),
    link: createFakeLink(),
    events: createRecordingEvents(),
    log: silentLog,
  };
  const documents = createDeviceDocuments({
    signer: await testSigner(),
    clock: shared.clock,
    settings: { ...defaultDeviceSettings, mediaBaseUrls: [] },
    configVersion: () => 1,
    ancestorsOf: () => [],
  });
  const presence = createPresence({ ...shared, heartbeatIntervalMs: 30_000 });
  const ledger = createLedger(shared);
  const ingest = createIngest({
    ...shared,
    presence,
    ledger,
    reports: createDeviceReports(),
    documents,
    continueAbove: async () => true,
  });
  await presence.start();
  return {
    deviceIds: [...directory.devices.all()].map(({ id }) => id),
    handle: ({ topic, payload }: Message) => ingest.handle(topic, payload),
    flush: presence.flush,
    dropped: () => [...ingest.rejected().values()].reduce((sum, count) => sum + count, 0),
    close: async () => {
      await presence.stop();
      await store.close();
    },
  };
};

/** What cannot be left out: text to values, the newest of each device, and a durable upsert in batches. */
const createBare = (path: string) => {
  const database = new BetterSqlite(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table last_seen (device_id text primary key, last_seen_at integer, heartbeat text)');
  const upsert = database.prepare(
    `insert into last_seen values (?, ?, ?) on conflict (device_id) do update
     set last_seen_at = excluded.last_seen_at, heartbeat = excluded.heartbeat`,
  );
  const pending = new Map<string, Heartbeat>();
  const write = database.transaction(() => {
    const now = Date.now();
    for (const [deviceId, heartbeat] of pending) upsert.run(deviceId, now, JSON.stringify(heartbeat));
    pending.clear();
  });
  let wroteAt = performance.now();
  const flush = async (): Promise<void> => write();
  return {
    handle: ({ deviceId, payload }: Message) => {
      pending.set(deviceId, JSON.parse(payload.toString()));
      if (pending.size < 5_000 && performance.now() - wroteAt < 250) return;
      write();
      wroteAt = performance.now();
    },
    flush,
    close: () => database.close(),
  };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How many messages were handled in the time given. */
const flatOut = async (messages: readonly Message[], handle: Handle, forMs: number): Promise<number> => {
  const endAt = performance.now() + forMs;
  let sent = 0;
  while (performance.now() < endAt) {
    for (let count = 0; count < perTurn; count += 1, sent += 1) {
      const message = messages[sent % messages.length];
      if (message) handle(message);
    }
    await turn();
  }
  return sent;
};

const perSecond = async (
  messages: readonly Message[],
  handle: Handle,
  flush: () => Promise<void>,
): Promise<number> => {
  const startedAt = performance.now();
  const sent = await flatOut(messages, handle, flatOutMs);
  await flush();
  return (sent * 1_000) / (performance.now() - startedAt);
};

type Lag = Readonly<{ p99: number; longest: number; coreInUse: number }>;

/** Sends at a steady rate; what one late turn left unsent the next one makes up for. */
const paced = async (messages: readonly Message[], handle: Handle): Promise<Lag> => {
  const resolution = 1;
  const delays = monitorEventLoopDelay({ resolution });
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let sent = 0;
  delays.enable();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passed = performance.now() - startedAt;
      for (const due = (Math.min(passed, pacedMs) * pacedPerSecond) / 1_000; sent < due; sent += 1) {
        const message = messages[sent % messages.length];
        if (message) handle(message);
      }
      if (passed < pacedMs) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  delays.disable();
  // Processor time rather than time not idle: others on this machine must not count.
  const { user, system } = process.cpuUsage(before);
  const coreInUse = (user + system) / 10 / (performance.now() - startedAt);
  const toMs = (ns: number): number => Math.max(0, ns / 1e6 - resolution);
  return { p99: toMs(delays.percentile(99)), longest: toMs(delays.max), coreInUse };
};
