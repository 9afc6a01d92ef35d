import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside the final place, so that renaming is atomic; `.part` files are swept at the next start. */
export const temporaryAssetPath = (outDir: string): string => join(outDir, `${randomUUID()}.part`);

export const discardFile = (path: string): Promise<void> => rm(path, { force: true });

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
};

const syncPath = async (path: string): Promise<number> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
};

/**
 * Gives a finished file its name. Content first, then the name, then the folder reach the disk, so that
 * after a power cut the name is either absent or names the whole file.
 */
export const storeAsset = async (
  temporaryPath: string,
  outDir: string,
): Promise<{ sha256: string; path: string; sizeBytes: number }> => {
  const sizeBytes = await syncPath(temporaryPath);
  const sha256 = await sha256Of(temporaryPath);
  const path = join(outDir, `${sha256}.mp3`);
  await rename(temporaryPath, path);
  await syncPath(outDir);
  return { sha256, path, sizeBytes };
};
