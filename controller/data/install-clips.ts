import { readFileSync } from 'node:fs';
import { copyFile, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exerciseNoticeSource, testToneSource } from '../app/announcements/preload.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { Store } from '../app/ports/store.ts';

const clip = z.object({
  sha256: z.string(),
  sizeBytes: z.int(),
  durationMs: z.int(),
  loudnessLufs: z.number(),
  truePeakDbtp: z.number(),
  peaks: z.array(z.number()),
});
const clips = z.object({ [testToneSource]: clip, [exerciseNoticeSource]: clip });

const folder = fileURLToPath(new URL('clips', import.meta.url));

/** The audio that comes with the software, as measured when it was made. */
export const shippedClips = (): z.infer<typeof clips> =>
  clips.parse(JSON.parse(readFileSync(join(folder, 'clips.json'), 'utf8')));

export const shippedClipPath = (name: string): string => join(folder, `${name}.mp3`);

const isThere = (path: string, sizeBytes: number): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === sizeBytes,
    () => false,
  );

/** Whole or not at all, as every asset. */
const copyWhole = async (from: string, to: string): Promise<void> => {
  const part = `${to}.part`;
  await copyFile(from, part);
  const file = await open(part, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, to);
};

/** Puts the shipped audio among the assets, so that loudspeakers fetch and hold it like any other. */
export const installClips = async (deps: {
  store: Store;
  assetDir: string;
  clock: Pick<Clock, 'now'>;
}): Promise<void> => {
  const { store, assetDir, clock } = deps;
  for (const [source, asset] of Object.entries(shippedClips())) {
    const path = join(assetDir, `${asset.sha256}.mp3`);
    if (!(await isThere(path, asset.sizeBytes))) await copyWhole(shippedClipPath(source), path);
    const [known] = await store.announcements.clips([source]);
    if (known?.sha256 === asset.sha256) continue;
    const createdAt = clock.now();
    await store.transaction(async (tx) => {
      await tx.assets.put({ ...asset, createdAt });
      await tx.announcements.putClip({ source, sha256: asset.sha256, createdAt });
    });
  }
};
