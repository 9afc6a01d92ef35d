import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ProgramItem } from '#protocol';
import { itemAt } from '../support/device-documents.ts';
import { startTinyController, type TinyController } from '../support/tiny-controller.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';

const script = fileURLToPath(new URL('fleet-load.ts', import.meta.url));
const figures = z.object({ rss: z.number(), used: z.number() });
const loaded = z.object({ before: figures, after: figures, ready: z.number() });

const day = 86_400_000;

/** Nine days of two sessions of three items each, as a commune has them. */
const publishProgram = async (controller: TinyController): Promise<void> => {
  const assets = Array.from({ length: 10 }, (_, n) => {
    const bytes = Buffer.from(createHash('sha512').update(`bulletin ${n}`).digest('hex'));
    return { sha256: controller.addMedia(bytes), sizeBytes: bytes.length, durationMs: 300_000 };
  });
  const tomorrow = Math.ceil(Date.now() / day) * day - 2 * 3_600_000 + day;
  const items: ProgramItem[] = Array.from({ length: 54 }, (_, n) => {
    const startAt = tomorrow + Math.floor(n / 6) * day + (n % 6 < 3 ? 0 : 12 * 3_600_000) + (n % 3) * 300_000;
    const { sha256 } = assets[n % assets.length] ?? assets[0] ?? { sha256: '' };
    return itemAt(`session-1.${startAt}.0${n % 3}.${sha256.slice(0, 12)}`, startAt, {
      title: 'Hướng dẫn nộp hồ sơ trực tuyến',
      source: { kind: 'asset', sha256 },
    });
  });
  await controller.publishProgram({
    items,
    assets: Object.fromEntries(assets.map(({ sha256, ...info }) => [sha256, info])),
  });
};

const measure = async (
  call: 'connectBare' | 'connectDevices',
  controller: TinyController,
  count: number,
): Promise<z.infer<typeof loaded>> => {
  const worker = startWorkerProcess(script);
  try {
    const result = await worker.call(call, controller.identities().slice(0, count), loaded);
    if (result.ready !== count) throw new Error(`Only ${result.ready} of ${count} became ready`);
    return result;
  } finally {
    await worker.stop();
  }
};

const perDeviceKb = (
  { before, after }: z.infer<typeof loaded>,
  kind: 'rss' | 'used',
  count: number,
): number => (after[kind] - before[kind]) / count / 1_000;

/** Memory of one simulated loudspeaker with everything it holds, beside a bare MQTT client with its filters. */
export const benchFleet = async ({ devices, progress }: BenchOptions): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const count of devices) {
    progress(`memory of ${count} simulated devices`);
    const controller = await startTinyController(count);
    try {
      await publishProgram(controller);
      const bare = await measure('connectBare', controller, count);
      const whole = await measure('connectDevices', controller, count);
      for (const kind of ['used', 'rss'] as const) {
        rows.push({
          name: kind === 'used' ? 'a simulated device, heap and buffers' : 'a simulated device, resident',
          devices: count,
          value: perDeviceKb(whole, kind, count),
          unit: 'kB',
          baseline: perDeviceKb(bare, kind, count),
          baselineName: 'bare mqtt client',
          ...(kind === 'used'
            ? { budget: { of: 'ratio', atMost: 1.5 } as const }
            : { note: 'with the heap that V8 has grown to and not given back' }),
        });
      }
    } finally {
      await controller.stop();
    }
  }
  return rows;
};
