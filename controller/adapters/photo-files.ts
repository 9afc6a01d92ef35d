import { randomBytes } from 'node:crypto';
import { access, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhotoFiles } from '../app/ports/photo-files.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const writeDurably = async (path: string, bytes: Uint8Array | null): Promise<void> => {
  const handle = await open(path, bytes === null ? 'r' : 'wx', 0o600);
  try {
    if (bytes !== null) await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Pictures in one folder that exists. */
export const photoFiles = (folder: string): PhotoFiles => {
  const pathOf = (sha256: string): string => join(folder, `${sha256}.jpg`);
  return {
    keep: async (sha256, bytes) => {
      const path = pathOf(sha256);
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      const part = join(folder, `.${sha256}.${randomBytes(6).toString('hex')}`);
      await writeDurably(part, bytes);
      await rename(part, path);
      await writeDurably(folder, null);
    },
    read: async (sha256) => {
      try {
        return new Uint8Array(await readFile(pathOf(sha256)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  };
};
