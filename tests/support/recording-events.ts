import type { ControllerEvent, EventBus } from '../../controller/app/ports/events.ts';

export type RecordingEvents = EventBus & {
  readonly all: ControllerEvent[];
  of: <T extends ControllerEvent['type']>(type: T) => Extract<ControllerEvent, { type: T }>[];
};

/** An event bus that remembers what passed. */
export const createRecordingEvents = (): RecordingEvents => {
  const all: ControllerEvent[] = [];
  const listeners = new Set<(event: ControllerEvent) => void>();
  return {
    all,
    of: (type) =>
      all.filter((event): event is Extract<ControllerEvent, { type: typeof type }> => event.type === type),
    emit: (event) => {
      all.push(event);
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
