import { writeAtomically } from './atomic-file.ts';
import type { DeviceLog } from './device-log.ts';

/** A small file that is written soon after it changed, as a whole, the last content only. */
export type LazyFile = Readonly<{
  set: (content: () => string) => void;
  /** Resolves when what was set is in the file, or could not be. */
  flush: () => Promise<void>;
}>;

/** A full disk may have room again; what is set meanwhile is tried at once. */
const retryMs = 10_000;

/** Thousands of devices that change at once share one disk; the spool alone is written at once. */
const gatherMs = { durable: 100, shared: 1_000 };

export const createLazyFile = (deps: { path: string; durable: boolean; log: DeviceLog }): LazyFile => {
  const { path, durable, log } = deps;
  let wanted: (() => string) | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const writeOnce = async (): Promise<void> => {
    const latest = wanted;
    wanted = null;
    if (latest === null) return;
    try {
      await writeAtomically(path, latest(), { durable });
    } catch (error) {
      log.warn({ path, err: error }, 'Device state could not be written');
      wanted ??= latest;
      timer ??= setTimeout(() => void flush(), retryMs).unref();
    }
  };
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(writeOnce);
    return writing;
  };
  return {
    flush,
    set: (content) => {
      // A retry that waits gives way: there may be room now.
      if (timer && !timer.hasRef()) {
        clearTimeout(timer);
        timer = null;
      }
      wanted = content;
      timer ??= setTimeout(() => void flush(), durable ? gatherMs.durable : gatherMs.shared);
    },
  };
};
