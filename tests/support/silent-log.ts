import type { Log } from '../../controller/app/ports/runtime.ts';

const nothing = (): void => {};

/** For tests that say nothing about logs. */
export const silentLog: Log = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLog,
};
