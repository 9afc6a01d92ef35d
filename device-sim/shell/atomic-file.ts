import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Replaces a file as a whole: a reader, or a process after SIGKILL, finds the old content or the new one.
 * `durable` also survives the loss of power.
 */
export const writeAtomically = async (
  path: string,
  content: string | Uint8Array,
  { durable = false, mode = 0o644 }: { durable?: boolean; mode?: number } = {},
): Promise<void> => {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const write = (): Promise<void> => writeFile(temporary, content, { mode, flush: durable });
  try {
    await write().catch(async (error: unknown) => {
      if (!isMissing(error)) throw error;
      await mkdir(dirname(path), { recursive: true });
      await write();
    });
    await rename(temporary, path);
    if (durable) await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

/** A rename is on the disk when its folder is. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
