import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Path within a backup, with `/`, and the SHA-256 of the file, lower-case hexadecimal. */
export type Checksums = ReadonlyMap<string, string>;

export const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** Copies to the disk, not only to memory; gives the SHA-256 of what was copied. */
export const copyChecked = async (from: string, to: string, mode = 0o600): Promise<string> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const source = createReadStream(from);
  source.on('data', (chunk) => hash.update(chunk));
  await pipeline(source, createWriteStream(to, { flags: 'wx', mode, flush: true }));
  return hash.digest('hex');
};

export const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Files below a folder as paths within it; none where there is no folder. */
export const filesBelow = async (folder: string): Promise<string[]> => {
  if (!(await isThere(folder))) return [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
};

export const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

export const randomSuffix = (): string => randomBytes(4).toString('hex');

/** As `sha256sum` writes and checks it. */
export const formatChecksums = (checksums: Checksums): string =>
  [...checksums].map(([path, hash]) => `${hash}  ${path}\n`).join('');

/** Null when a line is none of ours, or leads out of the folder. */
export const parseChecksums = (text: string): Checksums | null => {
  const found = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, hash, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (hash === undefined || path === undefined) return null;
    if (path.startsWith('/') || path.split('/').includes('..')) return null;
    found.set(path, hash);
  }
  return found;
};
