import type { KeyFiles, KeyProtection } from '../ports/key-files.ts';
import type { Log } from '../ports/runtime.ts';
import { loadSigners, readKeys, type Signers } from './signing-keys.ts';

/** The folder of keys as a running controller sees it. */
export type KeyFolder = Readonly<{
  /** The keys; made when this is the first start. */
  open: (hasSigned: boolean) => Promise<Signers>;
  /** The keys when other files are there than at the last look: one was made, or the root was taken away. */
  changed: () => Promise<Signers | null>;
}>;

export const createKeyFolder = (deps: {
  files: KeyFiles;
  protection: KeyProtection;
  log: Log;
}): KeyFolder => {
  const { files, protection, log } = deps;
  let seen = '';
  const look = async (): Promise<string> => (await files.names()).join();
  return {
    open: async (hasSigned) => {
      const signers = await loadSigners({ files, protection, hasSigned, log });
      seen = await look();
      return signers;
    },
    changed: async () => {
      const names = await look();
      if (names === seen) return null;
      try {
        const { root, own } = await readKeys(files, protection);
        const [first, ...others] = own;
        // Somebody may be in the middle of changing them: the keys in memory go on.
        if (!root || !first) return null;
        seen = names;
        return { root, own: [first, ...others] };
      } catch (error) {
        seen = names;
        log.error(
          { err: error },
          'The folder of keys has changed and cannot be read; the keys in memory go on',
        );
        return null;
      }
    },
  };
};
