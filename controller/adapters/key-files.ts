import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
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
export const createKeyFiles = ({ directory }: { directory: string }): KeyFiles => {
  const pathOf = (name: string): string => join(directory, name);

  /** On the disk under a name of its own; `settle` gives it the one it is to have. */
  const write = async (name: string, text: string, settle: (part: string) => Promise<void>) => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const part = pathOf(`.${name}.${randomBytes(6).toString('hex')}`);
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await settle(part);
    } catch (error) {
      await unlink(part);
      throw error;
    }
    await syncDirectory(directory);
  };

  return {
    place: directory,
    names: async () => {
      try {
        return (await readdir(directory)).filter((name) => !name.startsWith('.')).sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    read: async (name) => {
      try {
        return await readFile(pathOf(name), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    create: (name, text) =>
      write(name, text, async (part) => {
        // A link, unlike a rename, never replaces a key that is there.
        await link(part, pathOf(name));
        await unlink(part);
      }),
    replace: (name, text) => write(name, text, (part) => rename(part, pathOf(name))),
    remove: async (name) => {
      // Flash and journals may keep copies all the same; what counts is that the passphrase is not with them.
      const handle = await open(pathOf(name), 'r+');
      try {
        const { size } = await handle.stat();
        await handle.write(randomBytes(size), 0, size, 0);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await unlink(pathOf(name));
      await syncDirectory(directory);
    },
    generate: () => generated.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
  };
};
