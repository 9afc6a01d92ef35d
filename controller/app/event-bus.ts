import type { ControllerEvent, EventBus } from './ports/events.ts';
import type { Log } from './ports/runtime.ts';

/** Synchronous fan-out inside the process. A listener that throws harms nobody but itself. */
export const createEventBus = ({ log }: { log: Log }): EventBus => {
  const listeners = new Set<(event: ControllerEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error({ err: error, type: event.type }, 'An event listener failed');
        }
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
