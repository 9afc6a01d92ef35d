import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { itemAt, morning } from '../support/device-documents.ts';
import { liveThrough, mobile } from '../support/planned-starts.ts';
import { startTinyController } from '../support/tiny-controller.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { percentile } from './sample-times.ts';

const hour = 3_600_000;
const samplesPerMs = 44.1;
/** Long enough to publish the program, and to commit the sound ahead. */
const leadMs = 15_000;
const soundMs = 60_000;
/** Until clocks that connected in a crowd have asked again in peace. */
const patienceMs = 180_000;
const fineMs = 4.5;
/** So many are enough to tell; each lives through 160 exchanges. */
const mostVirtual = 2_250;

const script = fileURLToPath(new URL('start-together-fleet.ts', import.meta.url));
const numbers = z.array(z.number());

/** Milliseconds behind the first one, in whole samples, ascending. */
const behindFirst = (begun: readonly number[]): number[] => {
  const samples = begun.map((at) => Math.round(at * samplesPerMs)).sort((a, b) => a - b);
  return samples.map((sample) => (sample - (samples[0] ?? 0)) / samplesPerMs);
};

const rowsOf = (
  name: string,
  devices: number,
  begun: readonly number[],
  atMost: number,
  note: string,
): BenchRow[] => {
  const behind = behindFirst(begun);
  const row = (what: string, share: number): BenchRow => ({
    name: `start behind the first loudspeaker, ${name}, ${what}`,
    devices,
    value: percentile(behind, share),
    unit: 'ms',
  });
  return [row('p50', 0.5), { ...row('p99', 0.99), budget: { of: 'value', atMost }, note }, row('max', 1)];
};

/** Whole simulated devices with skewed and drifting clocks at the real broker; starts by the output's samples. */
const measureLoopback = async (devices: number, progress: BenchOptions['progress']): Promise<BenchRow[]> => {
  const controller = await startTinyController(devices, {
    startSyncIntervalMs: 45_000,
    heartbeatIntervalMs: 30_000,
  });
  const fleet = startWorkerProcess(script);
  try {
    const audio = Buffer.from('audio of the morning'.repeat(1_000));
    const sha256 = controller.addMedia(audio);
    const publish = (startAt: number): Promise<void> => {
      const exception = { id: 'x', reason: 'đo lường', approvedBy: 'đo lường', until: startAt + hour };
      const source = { kind: 'asset', sha256 } as const;
      const item = itemAt('morning', startAt, { endAt: startAt + soundMs, source, exception });
      return controller.publishProgram({
        items: [item],
        assets: { [sha256]: { sizeBytes: audio.length, durationMs: soundMs } },
      });
    };
    await publish(Date.now() + hour);
    progress(`${devices} whole simulated devices connect and set their clocks`);
    await fleet.call('start', controller.identities(), z.undefined());
    const givenUpAt = performance.now() + patienceMs;
    for (;;) {
      const bounds = (await fleet.call('bounds', null, numbers)).sort((a, b) => a - b);
      if (bounds.length === devices && percentile(bounds, 0.99) <= fineMs) break;
      if (performance.now() > givenUpAt) break;
      await wait(1_000);
    }
    progress('one planned start');
    const startAt = Date.now() + leadMs;
    await publish(startAt);
    let begun: number[] = [];
    while (begun.length < devices && Date.now() < startAt + soundMs) {
      await wait(1_000);
      begun = await fleet.call('begun', null, numbers);
    }
    if (begun.length < devices) throw new Error(`${devices - begun.length} devices did not start`);
    return rowsOf('loopback', devices, begun, 10, 'clocks up to 12 h wrong and 60 ppm apart');
  } finally {
    await fleet.stop();
    await controller.stop();
  }
};

const measureMobile = (devices: number, progress: BenchOptions['progress']): BenchRow[] => {
  const count = Math.min(devices, mostVirtual);
  progress(`${count} devices over mobile links, on virtual time`);
  const begun = Array.from({ length: count }, (_, index) => {
    const world = liveThrough({
      index,
      network: mobile,
      before: 2 * hour,
      starts: [morning],
      until: morning + 1_000,
    });
    const [sound] = world.state().sounds;
    if (!sound) throw new Error('A device did not start');
    return world.trueAt(sound.own.startAt);
  });
  const note = '40 ms + 0-250 ms each way, 1 % loss, crystals 100 ppm apart, 160 exchanges in two hours';
  return rowsOf('mobile links (virtual time)', count, begun, 50, note);
};

/** How far apart the loudspeakers begin that are to begin at one instant. */
export const benchStartTogether = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const count of devices) {
    rows.push(...(await measureLoopback(count, progress)));
    rows.push(...measureMobile(count, progress));
  }
  return rows;
};
