import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startWorkerProcess } from '../support/worker-process.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { provinceAlert } from './herd-device.ts';
import { percentile } from './sample-times.ts';

type Kind = 'ours' | 'aedes';

type Figures = Readonly<{
  reconnectMs: number;
  reconnectCpuMs: number;
  residentKb: number;
  liveKb: number;
  fanOutMs: number;
}>;

const RECONNECTS = 3;
/** No further round after this long: a herd of 10,000 keeps aedes alone busy for most of a minute. */
const RECONNECTS_AT_MOST_MS = 20_000;
const FAN_OUTS = 15;
const WARM_UP_DEVICES = 50;
const MESSAGE_BYTES = 512;

const scriptOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const memory = z.object({ rssBytes: z.number(), liveBytes: z.number() });
const nothing = z.undefined();

const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The embedded broker beside aedes as it comes: the same devices, filters, documents and transport. */
export const benchBroker = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const count of devices) {
    progress(`${count} devices on the embedded broker`);
    const ours = await measure('ours', count);
    progress(`${count} devices on aedes alone`);
    const bare = await measure('aedes', count);
    rows.push(...rowsOf(count, ours, bare));
  }
  return rows;
};

const measure = async (kind: Kind, devices: number): Promise<Figures> => {
  const host = startWorkerProcess(scriptOf('broker-host.ts'));
  const herd = startWorkerProcess(scriptOf('broker-herd.ts'));
  try {
    const port = await host.call('start', kind, z.number());
    const connect = (count: number) => herd.call('connect', { port, devices: count }, z.number());
    const drop = () => herd.call('drop', null, nothing);

    await connect(WARM_UP_DEVICES);
    await drop();
    const idle = await host.call('memory', null, memory);
    await connect(devices);
    const loaded = await host.call('memory', null, memory);

    const reconnects: number[] = [];
    const cpuTimes: number[] = [];
    for (let round = 0; round < RECONNECTS && sum(reconnects) < RECONNECTS_AT_MOST_MS; round += 1) {
      await drop();
      const before = await host.call('cpuMs', null, z.number());
      reconnects.push(await connect(devices));
      cpuTimes.push((await host.call('cpuMs', null, z.number())) - before);
    }

    const fanOuts: number[] = [];
    for (let round = 0; round < FAN_OUTS; round += 1) {
      await herd.call('expect', null, nothing);
      const sentAt = await host.call('publish', { topic: provinceAlert, bytes: MESSAGE_BYTES }, z.bigint());
      const lastAt = await herd.call('last', null, z.bigint());
      fanOuts.push(Number(lastAt - sentAt) / 1e6);
    }
    return {
      reconnectMs: median(reconnects),
      reconnectCpuMs: median(cpuTimes),
      residentKb: (loaded.rssBytes - idle.rssBytes) / devices / 1024,
      liveKb: (loaded.liveBytes - idle.liveBytes) / devices / 1024,
      fanOutMs: median(fanOuts),
    };
  } finally {
    await Promise.all([host.stop(), herd.stop()]);
  }
};

const rowsOf = (devices: number, ours: Figures, bare: Figures): BenchRow[] => {
  const row = (
    name: string,
    figure: keyof Figures,
    unit: string,
    extra: Partial<BenchRow> = {},
  ): BenchRow => ({
    name,
    devices,
    value: ours[figure],
    unit,
    baseline: bare[figure],
    baselineName: 'aedes alone, no access rules',
    ...extra,
  });
  const noSlower = { of: 'ratio', atMost: 1 } as const;
  return [
    row('herd reconnect -> last SUBACK, median', 'reconnectMs', 'ms', {
      budget: noSlower,
      note: '9 filters each, 450 retained documents',
    }),
    row('herd reconnect, CPU of the broker, median', 'reconnectCpuMs', 'ms', { budget: noSlower }),
    row('memory per connection, resident', 'residentKb', 'kB'),
    row('memory per connection, live after collection', 'liveKb', 'kB'),
    row('fan-out of 512 bytes, QoS 1 -> last device, median', 'fanOutMs', 'ms'),
  ];
};
