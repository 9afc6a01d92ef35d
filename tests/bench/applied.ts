import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { topics } from '#protocol';
import { identity } from '../../device-sim/shell/identity.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import { allCommunes, oneCommune } from './applied-province.ts';
import type { BenchOptions, BenchRow, Budget } from './bench-row.ts';
import { percentile } from './sample-times.ts';

const communes = 225;
const rounds = { one: 15, all: 5 };
const warmUps = 1;

const scriptOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const changed = z.object({
  changedAt: z.bigint(),
  knownAt: z.bigint(),
  cpuMs: z.number(),
  longestPauseMs: z.number(),
});
const applied = z.object({ lastAt: z.bigint(), cpuMs: z.number() });
const fannedOut = z.object({ tookMs: z.number(), cpuMs: z.number() });
const started = z.object({ identities: z.array(identity), mqttPort: z.number() });
const nothing = z.undefined();

/** Milliseconds, sorted. */
type Figures = Readonly<{
  held: number[];
  known: number[];
  cpu: number[];
  fleetCpu: number[];
  pauses: number[];
  bare: number[];
  bareCpu: number[];
  clientsCpu: number[];
}>;

type Reach = Readonly<{
  sessionId: typeof oneCommune | typeof allCommunes;
  deviceIds: readonly string[];
  areaKeys: readonly string[];
  rounds: number;
}>;

type Processes = Readonly<{
  controller: WorkerProcess;
  fleet: WorkerProcess;
  bareBroker: WorkerProcess;
  bareClients: WorkerProcess;
}>;

/** The bare part counts communes, it does not know them. */
const areaKeyOf = (index: number): string => `${String(index).padStart(5, '0')}.20200101`;
/** Spread as the clusters are. */
const communeOf = (index: number, devices: number): number => Math.floor((index * communes) / devices);

/** Turn and turn about, so that whatever else the machine does meets both alike. */
const measure = async (processes: Processes, reach: Reach, programBytes: number): Promise<Figures> => {
  const { controller, fleet, bareBroker, bareClients } = processes;
  const { sessionId, deviceIds, areaKeys } = reach;
  const figures: Figures = {
    held: [],
    known: [],
    cpu: [],
    fleetCpu: [],
    pauses: [],
    bare: [],
    bareCpu: [],
    clientsCpu: [],
  };
  for (let round = -warmUps; round < reach.rounds; round += 1) {
    await fleet.call('expect', { count: deviceIds.length, of: 'program' }, nothing);
    const ours = await controller.call('change', { sessionId, deviceIds }, changed);
    const held = await fleet.call('last', null, applied);
    await bareClients.call('expect', { count: deviceIds.length, of: 'message' }, nothing);
    const bare = await bareBroker.call(
      'fanOut',
      { topics: areaKeys.map(topics.program), bytes: programBytes, receivers: deviceIds.length },
      fannedOut,
    );
    const received = await bareClients.call('last', null, applied);
    if (round < 0) continue;
    figures.held.push(Number(held.lastAt - ours.changedAt) / 1e6);
    figures.known.push(Number(ours.knownAt - ours.changedAt) / 1e6);
    figures.cpu.push(ours.cpuMs);
    figures.pauses.push(ours.longestPauseMs);
    figures.bare.push(bare.tookMs);
    figures.bareCpu.push(bare.cpuMs);
    figures.fleetCpu.push(held.cpuMs);
    figures.clientsCpu.push(received.cpuMs);
  }
  for (const times of Object.values(figures)) times.sort((a, b) => a - b);
  return figures;
};

const rowsOf = (
  devices: number,
  reached: string,
  figures: Figures,
  budget: Budget,
  programBytes: number,
): BenchRow[] => {
  const row = (name: string, kind: 'held' | 'known', share: number): BenchRow => ({
    name: `change -> last device ${name}, ${reached}, ${share === 1 ? 'max' : 'median'}`,
    devices,
    value: percentile(figures[kind], share),
    unit: 'ms',
    baseline: percentile(figures.bare, share),
    baselineName: 'aedes alone, until the last PUBACK',
  });
  const size = `${Math.round(programBytes / 1024)} kB a program`;
  return [
    { ...row('applied', 'held', 0.5), budget, note: size },
    { ...row('applied', 'held', 1), budget },
    {
      ...row('known to have applied', 'known', 0.5),
      note: 'devices gather changes for 1.5 s into one report',
    },
    {
      name: `processor time of the controller for it, ${reached}, median`,
      devices,
      value: percentile(figures.cpu, 0.5),
      unit: 'ms',
      baseline: percentile(figures.bareCpu, 0.5),
      baselineName: 'aedes alone, for the fan-out',
    },
    {
      name: `processor time of the simulated devices for it, ${reached}, median`,
      devices,
      value: percentile(figures.fleetCpu, 0.5),
      unit: 'ms',
      baseline: percentile(figures.clientsCpu, 0.5),
      baselineName: 'as many bare mqtt clients',
    },
    {
      name: `longest pause of the controller's event loop, ${reached}, median`,
      devices,
      value: percentile(figures.pauses, 0.5),
      unit: 'ms',
    },
  ];
};

const measureProvince = async (
  processes: Processes,
  devices: number,
  progress: BenchOptions['progress'],
): Promise<BenchRow[]> => {
  const { controller, fleet, bareBroker, bareClients } = processes;
  progress(`${devices} devices are registered and claimed`);
  const registered = await controller.call('start', devices, started);
  const { identities } = registered;
  const port = await bareBroker.call('start', null, z.number());
  progress(`${devices} whole simulated devices connect, and as many bare clients`);
  const converged = controller.call('converged', null, nothing);
  await fleet.call('startFleet', registered, nothing);
  await converged;
  const keys = identities.map((_, index) => areaKeyOf(communeOf(index, devices)));
  await bareClients.call(
    'startBare',
    { url: `mqtt://127.0.0.1:${port}`, areaKeys: keys, ancestorKeys: [], heartbeatIntervalMs: null },
    nothing,
  );

  const programBytes = await controller.call('programBytes', null, z.number());
  const ids = identities.map(({ deviceId }) => deviceId);
  const inFirst = ids.filter((_, index) => communeOf(index, devices) === 0);
  progress(`a change for one commune, ${inFirst.length} of ${devices} devices`);
  const one = await measure(
    processes,
    { sessionId: oneCommune, deviceIds: inFirst, areaKeys: [areaKeyOf(0)], rounds: rounds.one },
    programBytes,
  );
  progress(`a change for all communes, ${devices} devices`);
  const all = await measure(
    processes,
    { sessionId: allCommunes, deviceIds: ids, areaKeys: [...new Set(keys)], rounds: rounds.all },
    programBytes,
  );
  return [
    ...rowsOf(devices, `one commune of ${inFirst.length}`, one, { of: 'value', atMost: 1_000 }, programBytes),
    ...rowsOf(devices, 'all communes', all, { of: 'value', atMost: 5_000 }, programBytes),
  ];
};

/**
 * From the change of a running order to the last loudspeaker that has verified the program and put it in
 * force, and to the report by which the controller knows; whole controller and whole simulated devices,
 * beside the bare fan-out of as many bytes to as many clients.
 */
export const benchApplied = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const count of devices) {
    const processes = {
      controller: startWorkerProcess(scriptOf('applied-controller.ts')),
      fleet: startWorkerProcess(scriptOf('applied-clients.ts')),
      bareBroker: startWorkerProcess(scriptOf('applied-bare-broker.ts')),
      bareClients: startWorkerProcess(scriptOf('applied-clients.ts')),
    };
    try {
      rows.push(...(await measureProvince(processes, count, progress)));
    } finally {
      await Promise.all(Object.values(processes).map((process) => process.stop()));
    }
  }
  return rows;
};
