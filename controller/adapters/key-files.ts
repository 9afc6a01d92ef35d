import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { publicKeyJwk } from '#protocol';
import type { KeyFiles } from '../app/ports/key-files.ts';

const generated = publicKeyJwk.extend({ d: z.string() });

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Key files in one directory, mode 0600 in a directory of mode 0700. */
export const createKeyFiles = ({ directory }: { directory: string }): KeyFiles => ({
  place: directory,
  read: async (name) => {
    try {
      return await readFile(join(directory, name), 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  },
  create: async (name, text) => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const part = join(directory, `.${name}.${randomBytes(6).toString('hex')}`);
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      // A link, unlike a rename, never replaces a key that is there.
      await link(part, join(directory, name));
    } finally {
      await unlink(part);
    }
    await syncDirectory(directory);
  },
  generate: () => generated.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
});
