import { nextVersion } from '#protocol';
import type { Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/**
 * The version of device configs: one number for all devices, raised whenever anything in any config
 * changes. A device that shows a lower one is sent its config again.
 */
export type ConfigVersion = Readonly<{
  current: () => number;
  /** Goes above the current version, and above `held` when a device proves that it holds a higher one. */
  raise: (held?: number) => Promise<number>;
}>;

const versionName = 'config.version';
const contentName = 'config.content';

/**
 * @param content What all configs share, as text: a start with other settings raises the version.
 */
export const loadConfigVersion = async (deps: {
  store: Pick<Store, 'settings' | 'transaction'>;
  clock: Clock;
  content: string;
  /** Above this too: the highest version that a single device was given. */
  above?: () => number;
}): Promise<ConfigVersion> => {
  const { store, clock, content } = deps;
  let current = Number((await store.settings.get(versionName)) ?? 0);
  const raise = async (held = 0): Promise<number> => {
    // Taken before the write, so that two raises at once never give one number.
    current = nextVersion(Math.max(current, held, deps.above?.() ?? 0), clock.now());
    const version = current;
    await store.transaction(async (tx) => {
      await tx.settings.put(versionName, String(version));
      await tx.settings.put(contentName, content);
    });
    return version;
  };
  if (current === 0 || (await store.settings.get(contentName)) !== content) await raise();
  return { current: () => current, raise };
};
