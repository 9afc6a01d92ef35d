import type { DeviceLink } from '../../../controller/app/ports/runtime.ts';
import type { Chance } from '../engine/chance.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { SimBroker } from './broker.ts';

/** The controller's end: in the broker's process, or a client of it that can lose its connection. */
export type ControllerLink = DeviceLink &
  Readonly<{
    setUp: (up: boolean) => void;
    /** The process is gone; what it waits for never comes. */
    kill: () => void;
  }>;

export const createControllerLink = (deps: {
  time: VirtualTime;
  chance: Chance;
  broker: SimBroker;
  isEmbedded: boolean;
  /** What the controller is given to hear, and whenever it begins or ceases to. */
  onHeard: (topic: string, payload: string) => void;
  onListening: () => void;
}): ControllerLink => {
  const { time, chance, broker, isEmbedded } = deps;
  const handlers: ((topic: string, payload: Uint8Array) => void)[] = [];
  const upHandlers: ((up: boolean) => void)[] = [];
  let isUp = broker.isUp();
  let isAlive = true;

  const hear = (topic: string, payload: string): void => {
    if (!isAlive || !isUp) return;
    time.stir();
    deps.onHeard(topic, payload);
    for (const handler of handlers) handler(topic, Buffer.from(payload));
  };
  broker.onUp((topic, payload) => {
    if (isEmbedded) hear(topic, payload);
    else time.at(time.now() + 1 + chance.next() * 5, () => hear(topic, payload));
  });

  return {
    isUp: () => isUp,
    onMessage: (handler) => {
      handlers.push(handler);
    },
    onUpChange: (handler) => {
      upHandlers.push(handler);
    },
    publish: (topic, payload, { retain }) => {
      if (!isAlive) return new Promise(() => undefined);
      if (!isUp) return Promise.reject(new Error('The link is down'));
      if (isEmbedded) {
        broker.publishDown(topic, payload, retain);
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        time.at(time.now() + 1 + chance.next() * 5, () => {
          if (!isAlive) return;
          time.stir();
          if (!isUp || !broker.isUp()) {
            reject(new Error('The broker is gone'));
            return;
          }
          broker.publishDown(topic, payload, retain);
          resolve();
        });
      });
    },
    disconnect: (deviceId) => broker.kick(deviceId),
    setUp: (up) => {
      if (!isAlive || isUp === up) return;
      isUp = up;
      deps.onListening();
      time.stir();
      for (const handler of upHandlers) handler(up);
    },
    kill: () => {
      isAlive = false;
    },
  };
};
