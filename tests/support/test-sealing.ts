import { openSealing } from '../../controller/adapters/sealing.ts';
import type { Sealing } from '../../controller/app/ports/sealing.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { silentLog } from './silent-log.ts';

/** Sealed for real, with a key that is on no disk. */
export const openTestSealing = (store: Store): Promise<Sealing> => {
  const files = new Map<string, string>();
  return openSealing({
    files: {
      place: 'memory',
      read: async (name) => files.get(name) ?? null,
      create: async (name, text) => {
        files.set(name, text);
      },
    },
    settings: store.settings,
    log: silentLog,
  });
};
