import type { DeviceLink } from '../../controller/app/ports/runtime.ts';

export type Published = Readonly<{ topic: string; payload: string; qos: 0 | 1; retain: boolean }>;

export type FakeLink = DeviceLink & {
  readonly published: Published[];
  /** What a broker behind the link would hold. */
  readonly retained: Map<string, string>;
  setUp: (up: boolean) => void;
  /** Called before a message counts as published; throw or wait here to play a failing broker. */
  beforePublish: (topic: string, payload: string) => Promise<void> | void;
  /** A message from a device. */
  receive: (topic: string, payload: Uint8Array) => void;
};

/** The MQTT side in memory: keeps what was published, and goes down when told. */
export const createFakeLink = (): FakeLink => {
  const upListeners: ((up: boolean) => void)[] = [];
  const messageHandlers: ((topic: string, payload: Uint8Array) => void)[] = [];
  let isUp = true;
  const link: FakeLink = {
    published: [],
    retained: new Map(),
    beforePublish: () => undefined,
    publish: async (topic, payload, { qos, retain }) => {
      if (!isUp) throw new Error('the link is down');
      await link.beforePublish(topic, payload);
      link.published.push({ topic, payload, qos, retain });
      if (retain) link.retained.set(topic, payload);
    },
    onMessage: (handler) => messageHandlers.push(handler),
    isUp: () => isUp,
    onUpChange: (handler) => upListeners.push(handler),
    disconnect: () => undefined,
    setUp: (up) => {
      isUp = up;
      for (const listener of upListeners) listener(up);
    },
    receive: (topic, payload) => {
      for (const handler of messageHandlers) handler(topic, payload);
    },
  };
  return link;
};
