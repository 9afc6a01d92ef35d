import type { BrokerLog } from './broker-config.ts';

export type HandlerSet<Arguments extends readonly unknown[]> = Readonly<{
  add: (handler: (...values: Arguments) => void) => () => void;
  call: (...values: Arguments) => void;
}>;

/** Handlers called in the order of registration; what one throws is logged and hinders no other. */
export const createHandlerSet = <Arguments extends readonly unknown[]>(
  log: BrokerLog,
): HandlerSet<Arguments> => {
  const handlers = new Set<{ run: (...values: Arguments) => void }>();
  return {
    add: (run) => {
      // An object of its own for each registration, so that the same function may register twice.
      const entry = { run };
      handlers.add(entry);
      return () => handlers.delete(entry);
    },
    call: (...values) => {
      for (const { run } of handlers) {
        try {
          run(...values);
        } catch (error) {
          log.error({ err: error }, 'a handler of broker events failed');
        }
      }
    },
  };
};
