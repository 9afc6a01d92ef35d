import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { topics } from '#protocol';
import { announcement } from '../../controller/http/representations/announcement.ts';
import { type Identity, identity } from '../../device-sim/shell/identity.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { connectPacket, connectRawMqtt, subscribeRaw } from '../support/raw-mqtt.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import { benchPassword, emergencyClip } from './applied-province.ts';
import type { BenchOptions, BenchRow, Budget } from './bench-row.ts';
import { type Crowd, crowdOf } from './crowd.ts';
import { percentile } from './sample-times.ts';

const rounds = 10;
/** So many starts of loudspeakers, and a process is compiled where it is hot. */
const warmStarts = 4_000;
/** In the field each loudspeaker is a computer of its own; here they share the cores there are. */
const clientProcessCount = Math.max(1, Math.min(4, availableParallelism()));
const province = '25';
const communes = 225;
const heartbeatIntervalMs = 30_000;
/** More than the kernel holds for a client that stopped reading. */
const floodMegabytes = 16;
const targets: Readonly<Record<number, number>> = { 225: 60, 2250: 200, 10000: 600 };

const scriptOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const started = z.object({
  identities: z.array(identity),
  mqttPort: z.number(),
  httpUrl: z.string(),
  provinceKey: z.string(),
});
const nothing = z.undefined();

type Processes = Readonly<{
  controller: WorkerProcess;
  fleet: Crowd;
  bareBroker: WorkerProcess;
  bareClients: Crowd;
}>;

/** Milliseconds since the request left; of each round the last device, of all rounds each device. */
type Figures = Readonly<{
  last: number[];
  each: number[];
  answered: number[];
  bare: number[];
  fleetCpu: number[];
}>;

type Field = Readonly<{ processes: Processes; api: ApiClient; bareUrl: string; devices: number }>;

const since = (from: bigint, at: bigint): number => Number(at - from) / 1e6;

/** The log takes up a new announcement a little after it left. */
const logSettledMs = 2_000;

/** Until the loudspeakers have handed over what they had to report, so that rounds do not meet. */
const untilQuiet = async (fleet: Crowd): Promise<void> => {
  for (let left = -1; left !== 0; left = await fleet.sum('busy')) await wait(250);
  await wait(logSettledMs);
};

const announce = async ({ processes, api, devices }: Field, figures: Figures | null): Promise<void> => {
  const { fleet } = processes;
  await fleet.expect(devices, 'sound');
  const from = process.hrtime.bigint();
  const request = {
    kind: 'emergency',
    targets: [{ areaCode: province }],
    bulletinId: emergencyClip,
    // One person, at once: the second one would be waited for.
    breakGlass: true,
    reason: 'Đo thời gian',
  };
  const { id } = (await api.post('/announcements', request)).as(announcement);
  const answeredAt = process.hrtime.bigint();
  const { lastAt, appliedAt, cpuMs } = await fleet.last();
  figures?.last.push(since(from, lastAt));
  figures?.each.push(...appliedAt.map((at) => since(from, at)));
  figures?.answered.push(since(from, answeredAt));
  figures?.fleetCpu.push(cpuMs);
  (await api.post(`/announcements/${id}/end`, {})).as(announcement);
  await untilQuiet(fleet);
};

const publishBare = async (
  { processes, bareUrl, devices }: Field,
  payload: string,
  figures: Figures | null,
): Promise<void> => {
  const { bareBroker, bareClients } = processes;
  await bareClients.expect(devices, 'message');
  await bareBroker.call('expectAcks', devices, nothing);
  const from = process.hrtime.bigint();
  const answer = await fetch(bareUrl, { method: 'POST', body: payload });
  await answer.arrayBuffer();
  figures?.bare.push(since(from, await bareBroker.call('lastAck', null, z.bigint())));
  await bareClients.last();
};

/** Turn and turn about, so that whatever else the machine does meets both alike. */
const measure = async (field: Field): Promise<Figures> => {
  const warmUps = Math.ceil(warmStarts / field.devices);
  const figures: Figures = { last: [], each: [], answered: [], bare: [], fleetCpu: [] };
  for (let round = -warmUps; round < rounds; round += 1) {
    const kept = round < 0 ? null : figures;
    await announce(field, kept);
    const bytes = await field.processes.controller.call('announcementsBytes', null, z.number());
    await publishBare(field, 'a'.repeat(bytes), kept);
    await field.processes.controller.call('forgetAnnouncements', null, nothing);
  }
  for (const times of Object.values(figures)) times.sort((a, b) => a - b);
  return figures;
};

const rowsOf = (devices: number, figures: Figures, under: string): BenchRow[] => {
  const { last, each, answered, bare, fleetCpu } = figures;
  const target = targets[devices];
  const of = (name: string, times: readonly number[], share: number, budget?: Budget): BenchRow => ({
    name: `${name}${under}`,
    devices,
    value: percentile(times, share),
    unit: 'ms',
    baseline: percentile(bare, share),
    baselineName: 'HTTP -> aedes alone -> last PUBACK',
    ...(budget ? { budget } : {}),
  });
  const plain = (name: string, times: readonly number[], share: number): BenchRow => ({
    name: `${name}${under}`,
    devices,
    value: percentile(times, share),
    unit: 'ms',
  });
  const lastStarted = 'HTTP request -> last device started, ';
  return [
    of(`${lastStarted}median of ten`, last, 0.5, { of: 'ratio', atMost: 2 }),
    ...(target === undefined
      ? []
      : [
          {
            ...plain(`${lastStarted}median of ten, alone`, last, 0.5),
            budget: { of: 'value', atMost: target } as const,
          },
        ]),
    of(`${lastStarted}max of ten`, last, 1),
    plain('HTTP request -> a device started, p50', each, 0.5),
    plain('HTTP request -> a device started, p99', each, 0.99),
    plain('HTTP request -> answer, median', answered, 0.5),
    plain('processor time of the simulated devices for it, median', fleetCpu, 0.5),
  ];
};

/** A device that has subscribed and then hangs, with more on its way than the kernel takes. */
const freezeOne = async (
  controller: WorkerProcess,
  { mqttPort, provinceKey }: z.infer<typeof started>,
  { deviceId, secret }: Identity,
) => {
  const fields = { username: deviceId, password: Buffer.from(secret) };
  const raw = await connectRawMqtt(mqttPort, connectPacket(deviceId, fields));
  await subscribeRaw(raw, topics.announcements(provinceKey), topics.command(deviceId));
  raw.freeze();
  await controller.call('flood', { deviceId, megabytes: floodMegabytes }, nothing);
  return raw;
};

const measureProvince = async (
  processes: Processes,
  devices: number,
  progress: BenchOptions['progress'],
): Promise<BenchRow[]> => {
  const { controller, fleet, bareBroker, bareClients } = processes;
  progress(`${devices} devices are registered and claimed`);
  const running = await controller.call('start', devices + 1, started);
  const { mqttPort, httpUrl, provinceKey } = running;
  const [frozen, ...others] = running.identities;
  if (!frozen) throw new Error('No device was registered.');
  const port = await bareBroker.call('start', null, z.number());
  const httpPort = await bareBroker.call('startHttp', topics.announcements(provinceKey), z.number());
  progress(`${devices} whole simulated devices connect, and as many bare clients`);
  const ids = others.map(({ deviceId }) => deviceId);
  const converged = controller.call('converged', ids, nothing);
  await fleet.share('startFleet', others, (identities) => ({ identities, mqttPort }));
  await converged;
  const communeKeys = others.map((_, index) => `${String(index % communes).padStart(5, '0')}.20200101`);
  await bareClients.share('startBare', communeKeys, (areaKeys) => ({
    url: `mqtt://127.0.0.1:${port}`,
    areaKeys,
    ancestorKeys: [provinceKey],
    heartbeatIntervalMs,
  }));
  await untilQuiet(fleet);
  const api = await signIn(httpUrl, { username: 'admin', password: benchPassword });
  const field: Field = { processes, api, bareUrl: `http://127.0.0.1:${httpPort}/`, devices };
  progress(`an emergency for the province, ${devices} devices`);
  const alone = await measure(field);
  progress('the same with a frozen subscriber');
  const raw = await freezeOne(controller, running, frozen);
  const beside = await measure(field);
  raw.destroy();
  return [...rowsOf(devices, alone, ''), ...rowsOf(devices, beside, ', a frozen subscriber present')];
};

/** Room for what thousands of them make at once, since in the field none collects the garbage of another. */
const crowdOptions = ['--max-semi-space-size=256'];

const clientProcesses = (): WorkerProcess[] =>
  Array.from({ length: clientProcessCount }, () =>
    startWorkerProcess(scriptOf('applied-clients.ts'), crowdOptions),
  );

/**
 * From the HTTP request to the last loudspeaker that sounds: whole controller and whole simulated devices with
 * their heartbeats and the audio in their caches, beside the least that HTTP, a broker and as many bare clients
 * with heartbeats can do.
 */
export const benchAnnouncement = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const count of devices) {
    const controller = startWorkerProcess(scriptOf('applied-controller.ts'));
    const bareBroker = startWorkerProcess(scriptOf('applied-bare-broker.ts'));
    const fleet = clientProcesses();
    const bareClients = clientProcesses();
    try {
      const processes = { controller, fleet: crowdOf(fleet), bareBroker, bareClients: crowdOf(bareClients) };
      rows.push(...(await measureProvince(processes, count, progress)));
    } finally {
      const all = [controller, bareBroker, ...fleet, ...bareClients];
      await Promise.all(all.map((process) => process.stop()));
    }
  }
  return rows;
};
