import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import {
  checksumsFile,
  databaseFile,
  isBareKey,
  keyFolders,
  type Manifest,
  manifestFile,
} from './backup-layout.ts';
import {
  copyChecked,
  filesBelow,
  formatChecksums,
  hashOf,
  isThere,
  randomSuffix,
  syncFolder,
} from './checked-files.ts';

const finished = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/;

export type MadeBackup = Readonly<{ folder: string; manifest: Manifest; removed: readonly string[] }>;

const nameAt = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

/** Finished backups in a folder, the oldest first. */
const backupsIn = async (folder: string): Promise<string[]> =>
  (await isThere(folder)) ? (await readdir(folder)).filter((name) => finished.test(name)).sort() : [];

/**
 * The database as of one moment, while the controller goes on writing: a reader of its own, in a process of its own.
 * Nothing that the controller does waits for it.
 */
const snapshot = (from: string, to: string): void => {
  const database = new BetterSqlite(from, { readonly: true, fileMustExist: true });
  try {
    database.pragma('busy_timeout = 10000');
    database.prepare('vacuum into ?').run(to);
  } finally {
    database.close();
  }
};

const assetsIn = (path: string): string[] => {
  const database = new BetterSqlite(path, { readonly: true });
  try {
    return database
      .prepare<[], { sha256: string }>('select sha256 from assets order by sha256')
      .all()
      .map(({ sha256 }) => sha256);
  } finally {
    database.close();
  }
};

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

/**
 * Writes a backup of a data folder, running or not, into a dated folder below `to`: complete, or not at all. Audio
 * that the last backup holds already is the same file there and here.
 */
export const makeBackup = async (options: {
  dataDir: string;
  to: string;
  /** Finished backups to keep, this one included. */
  keep: number;
  withKeys: boolean;
  now: Date;
}): Promise<MadeBackup> => {
  const { dataDir, to, keep, withKeys, now } = options;
  await mkdir(to, { recursive: true, mode: 0o700 });
  const earlier = await backupsIn(to);
  const last = earlier.at(-1);
  const part = join(to, `.${nameAt(now)}.${randomSuffix()}`);
  await mkdir(part, { mode: 0o700 });
  const checksums = new Map<string, string>();
  const keysLeftOut: string[] = [];
  const missingAssets: string[] = [];

  const take = async (path: string): Promise<void> => {
    checksums.set(path, await copyChecked(join(dataDir, path), join(part, path)));
  };
  /** A name that is the hash of its bytes needs no second reading; false when the file is not what it says. */
  const takeAsset = async (sha256: string): Promise<boolean> => {
    const path = `assets/${sha256}.mp3`;
    const [from, target] = [join(dataDir, path), join(part, path)];
    const size = await sizeOf(from);
    if (size === null) return false;
    const held = last === undefined ? null : join(to, last, path);
    if (held !== null && (await sizeOf(held)) === size) {
      await link(held, target);
    } else if ((await copyChecked(from, target)) !== sha256) {
      await rm(target);
      return false;
    }
    checksums.set(path, sha256);
    return true;
  };

  try {
    const database = join(part, databaseFile);
    snapshot(join(dataDir, databaseFile), database);
    checksums.set(databaseFile, await hashOf(database));
    // The database first: what it names was on the disk before it was named.
    const assets = assetsIn(database);
    await mkdir(join(part, 'assets'), { mode: 0o700 });
    for (const sha256 of assets) if (!(await takeAsset(sha256))) missingAssets.push(sha256);
    // A file that has done its work since may be gone.
    for (const folder of ['photos', 'incoming'])
      for (const name of await filesBelow(join(dataDir, folder)))
        if (await isThere(join(dataDir, folder, name))) await take(`${folder}/${name}`);
    for (const folder of keyFolders)
      for (const name of await filesBelow(join(dataDir, folder))) {
        const isBare = isBareKey(name, await readFile(join(dataDir, folder, name), 'utf8'));
        if (isBare && !withKeys) keysLeftOut.push(`${folder}/${name}`);
        else await take(`${folder}/${name}`);
      }
    const manifest: Manifest = {
      format: 'truyenthanh-backup/1',
      createdAt: now.toISOString(),
      assets: assets.length - missingAssets.length,
      missingAssets,
      keysLeftOut,
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(part, manifestFile), text, { mode: 0o600, flush: true });
    checksums.set(manifestFile, await hashOf(join(part, manifestFile)));
    await writeFile(join(part, checksumsFile), formatChecksums(checksums), { mode: 0o600, flush: true });
    await syncFile(database);
    await syncFolder(part);
    const folder = join(to, nameAt(now));
    await rename(part, folder);
    await syncFolder(to);
    const removed = [...earlier, nameAt(now)].slice(0, -keep);
    for (const name of removed) await rm(join(to, name), { recursive: true });
    return { folder, manifest, removed };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
};

const syncFile = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
};
