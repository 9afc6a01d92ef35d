import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isMissing, syncFolder } from './atomic-file.ts';

export type AssetCheck = 'ok' | 'missing' | 'damaged';
export type PutResult = 'ok' | 'hash-mismatch' | 'disk-full';

/**
 * Audio by hash, shared by the devices of one process. A file is believed only as long as its bytes give
 * its name.
 */
export type AssetStore = Readonly<{
  /** Hashes the file unless it has not been touched since it was last found right. */
  check: (sha256: string) => Promise<AssetCheck>;
  /** Stores a body under its hash, or leaves nothing behind. */
  put: (sha256: string, body: AsyncIterable<Uint8Array>, maxBytes: number) => Promise<PutResult>;
  /** The bytes, hashed once more; null when they are missing or damaged. */
  read: (sha256: string) => Promise<Uint8Array | null>;
  /** Counts users; a file that the last one releases is deleted. */
  retain: (sha256: string) => void;
  release: (sha256: string) => Promise<void>;
  /** Deletes what earlier processes left, nobody uses and `isWanted` does not name. */
  sweep: (isWanted: (sha256: string) => boolean) => Promise<void>;
  freeBytes: () => Promise<number>;
}>;

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const createUsers = () => {
  const users = new Map<string, number>();
  return {
    has: (sha256: string) => users.has(sha256),
    add: (sha256: string): void => {
      users.set(sha256, (users.get(sha256) ?? 0) + 1);
    },
    /** True when that was the last one. */
    drop: (sha256: string): boolean => {
      const left = (users.get(sha256) ?? 1) - 1;
      if (left > 0) users.set(sha256, left);
      else users.delete(sha256);
      return left <= 0;
    },
  };
};

/** Files `{folder}/{sha256}.mp3`. */
export const createFileAssetStore = (deps: { folder: string; durable: boolean }): AssetStore => {
  const { folder, durable } = deps;
  const pathOf = (sha256: string): string => join(folder, `${sha256}.mp3`);
  const users = createUsers();
  /** Size and times of files found right. */
  const right = new Map<string, string>();
  const printOf = async (path: string): Promise<string> => {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path);
    return [size, mtimeMs, ctimeMs, ino].join('.');
  };
  const checks = new Map<string, Promise<AssetCheck>>();
  /** Stored by this process: its user may be about to retain it. */
  const own = new Set<string>();

  const checkNow = async (sha256: string): Promise<AssetCheck> => {
    const path = pathOf(sha256);
    try {
      const print = await printOf(path);
      if (right.get(sha256) === print) return 'ok';
      if ((await hashFile(path)) !== sha256) return 'damaged';
      right.set(sha256, print);
      return 'ok';
    } catch (error) {
      // What the card cannot read is as good as damaged: it is fetched again and replaced.
      return isMissing(error) ? 'missing' : 'damaged';
    }
  };

  const put: AssetStore['put'] = async (sha256, body, maxBytes) => {
    own.add(sha256);
    const temporary = join(folder, `${sha256}.${randomUUID()}.tmp`);
    const hash = createHash('sha256');
    let size = 0;
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(temporary, 'wx');
      try {
        for await (const chunk of body) {
          size += chunk.byteLength;
          if (size > maxBytes) return 'hash-mismatch';
          hash.update(chunk);
          await file.writeFile(chunk);
        }
        if (hash.digest('hex') !== sha256) return 'hash-mismatch';
        if (durable) await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, pathOf(sha256));
      if (durable) await syncFolder(folder);
      right.set(sha256, await printOf(pathOf(sha256)));
      return 'ok';
    } catch (error) {
      if (isFull(error)) return 'disk-full';
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  };

  const remove = async (sha256: string): Promise<void> => {
    right.delete(sha256);
    await rm(pathOf(sha256), { force: true });
  };

  return {
    put,
    check: (sha256) => {
      const running = checks.get(sha256) ?? checkNow(sha256).finally(() => checks.delete(sha256));
      checks.set(sha256, running);
      return running;
    },
    read: async (sha256) => {
      try {
        const bytes = await readFile(pathOf(sha256));
        if (digest(bytes) === sha256) return bytes;
      } catch {
        // Gone, or on a part of the card that cannot be read.
      }
      right.delete(sha256);
      return null;
    },
    retain: users.add,
    release: async (sha256) => {
      if (users.drop(sha256)) await remove(sha256);
    },
    sweep: async (isWanted) => {
      const names = await readdir(folder).catch(() => []);
      for (const name of names) {
        const sha256 = /^([0-9a-f]{64})\.mp3$/.exec(name)?.[1];
        if (sha256 && !users.has(sha256) && !own.has(sha256) && !isWanted(sha256)) await remove(sha256);
        if (name.endsWith('.tmp') && !own.has(name.slice(0, 64)))
          await rm(join(folder, name), { force: true });
      }
    },
    freeBytes: async () => {
      try {
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      } catch {
        return 0;
      }
    },
  };
};

/** For fleets that keep nothing: one copy of each asset a process. */
export const createMemoryAssetStore = (): AssetStore => {
  const assets = new Map<string, Uint8Array>();
  const users = createUsers();
  return {
    check: async (sha256) => (assets.has(sha256) ? 'ok' : 'missing'),
    put: async (sha256, body, maxBytes) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > maxBytes) return 'hash-mismatch';
        chunks.push(chunk);
      }
      const bytes = Buffer.concat(chunks);
      if (digest(bytes) !== sha256) return 'hash-mismatch';
      assets.set(sha256, bytes);
      return 'ok';
    },
    read: async (sha256) => assets.get(sha256) ?? null,
    retain: users.add,
    release: async (sha256) => {
      if (users.drop(sha256)) assets.delete(sha256);
    },
    sweep: async () => {},
    freeBytes: async () => 1_000_000_000,
  };
};
