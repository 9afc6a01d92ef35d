import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { type PublicKeyJwk, publicKeyJwk } from '#protocol';
import { auditTipName } from '../adapters/audit-tip-file.ts';
import { rootFile, rootPublicFile } from '../app/documents/key-file-names.ts';
import { verifyTrail } from '../audit-verify/verify-trail.ts';
import { checksumsFile, databaseFile, type Manifest, manifest, manifestFile } from './backup-layout.ts';
import {
  type Checksums,
  copyChecked,
  hashOf,
  isThere,
  parseChecksums,
  randomSuffix,
  syncFolder,
} from './checked-files.ts';

/** Why a backup is not restored, in a sentence for whoever asked. */
export class RestoreRefused extends Error {}

export type Restored = Readonly<{
  manifest: Manifest;
  /** What the audit trail of the backup says about itself. */
  audit: Readonly<{ entries: number; remarks: readonly string[] }>;
  /** Key files that stand neither in the backup nor in the data folder. */
  keysMissing: readonly string[];
}>;

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new RestoreRefused(`${path} is not there or cannot be read: this is no finished backup.`);
  }
};

const checkFiles = async (from: string): Promise<Checksums> => {
  const checksums = parseChecksums(await readText(join(from, checksumsFile)));
  if (!checksums?.has(databaseFile) || !checksums.has(manifestFile))
    throw new RestoreRefused(`${join(from, checksumsFile)} is damaged.`);
  for (const [path, expected] of checksums) {
    const found = await hashOf(join(from, path)).catch(() => null);
    if (found === expected) continue;
    throw new RestoreRefused(
      `${path} is ${found === null ? 'missing' : 'not what it was'}: take another backup.`,
    );
  }
  return checksums;
};

/** The public half of the root key, wherever it lies first: who made up a backup could make up a root key with it. */
const rootKeyIn = async (folders: readonly string[]): Promise<PublicKeyJwk | null> => {
  for (const folder of folders)
    for (const name of [rootPublicFile, rootFile]) {
      const text = await readFile(join(folder, 'keys', name), 'utf8').catch(() => null);
      const key = text === null ? null : publicKeyJwk.safeParse(JSON.parse(text)).data;
      if (key) return key;
    }
  return null;
};

const checkDatabase = async (path: string, rootKey: PublicKeyJwk | null): Promise<Restored['audit']> => {
  const database = new BetterSqlite(path, { readonly: true });
  try {
    const verdict: unknown = database.pragma('integrity_check', { simple: true });
    if (verdict !== 'ok')
      throw new RestoreRefused('The database in the backup is damaged: take another one.');
    const report = await verifyTrail({ database, rootKey, anchors: [] });
    const [first] = report.findings;
    if (first) throw new RestoreRefused(`The audit trail in the backup was changed: ${first.sentence}`);
    return { entries: report.entries, remarks: report.remarks };
  } finally {
    database.close();
  }
};

/**
 * Puts a backup into a data folder that has no database. The database comes last: a restore that was interrupted
 * can be begun again. Key files that lie there already stay.
 *
 * @throws RestoreRefused
 */
export const restoreBackup = async (options: { from: string; dataDir: string }): Promise<Restored> => {
  const { from, dataDir } = options;
  if (await isThere(join(dataDir, databaseFile)))
    throw new RestoreRefused(
      `${join(dataDir, databaseFile)} exists, and nothing is ever overwritten: name an empty DATA_DIR, or move this one away.`,
    );
  const checksums = await checkFiles(from);
  const read = manifest.safeParse(JSON.parse(await readText(join(from, manifestFile))));
  if (!read.success) throw new RestoreRefused(`${manifestFile} is of another version than this program.`);
  const audit = await checkDatabase(join(from, databaseFile), await rootKeyIn([dataDir, from]));

  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const put = async (path: string): Promise<void> => {
    const target = join(dataDir, path);
    if (await isThere(target)) return;
    const part = `${target}.${randomSuffix()}.part`;
    const copied = await copyChecked(join(from, path), part);
    if (copied !== checksums.get(path)) {
      await rm(part);
      throw new RestoreRefused(`${path} changed while it was copied.`);
    }
    await rename(part, target);
    await syncFolder(dirname(target));
  };
  for (const path of checksums.keys()) if (path !== databaseFile && path !== manifestFile) await put(path);
  // It says how far the trail went that stood here before.
  await rm(join(dataDir, auditTipName), { force: true });
  await put(databaseFile);

  const keysMissing: string[] = [];
  for (const path of read.data.keysLeftOut) if (!(await isThere(join(dataDir, path)))) keysMissing.push(path);
  return { manifest: read.data, audit, keysMissing };
};
