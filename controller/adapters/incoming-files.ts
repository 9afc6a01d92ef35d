import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncomingFiles } from '../app/bulletins/bulletins.ts';

/** Makes a rename durable: the folder's entry must reach the disk as well as the file. */
const syncFolder = async (dir: string): Promise<void> => {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Received files in one folder; the folder is on the same disk as the uploads, so a move is atomic. */
export const incomingFiles = async (dir: string): Promise<IncomingFiles> => {
  await mkdir(dir, { recursive: true });
  const path = (name: string): string => join(dir, name);
  return {
    path,
    keep: async (receivedPath, name) => {
      await rename(receivedPath, path(name));
      await syncFolder(dir);
    },
    remove: (name) => rm(path(name), { force: true }),
    sweep: async (keep) => {
      for (const name of await readdir(dir)) {
        if (!keep.has(name)) await rm(path(name), { force: true });
      }
    },
  };
};
