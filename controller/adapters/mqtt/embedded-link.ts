import type { DeviceLink } from '../../app/ports/runtime.ts';

/** The part of an embedded broker that the controller speaks through; `broker/` gives it. */
export type EmbeddedBroker = Readonly<{
  publish: (topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }) => Promise<void>;
  onPublish: (handler: (topic: string, payload: Uint8Array) => void) => unknown;
  disconnect: (clientId: string) => boolean;
  isListening: () => boolean;
  onListeningChange: (handler: (isListening: boolean) => void) => unknown;
}>;

/** Speaks to devices through the broker in this process: no socket and no subscription in between. */
export const embeddedLink = (broker: EmbeddedBroker): DeviceLink => ({
  publish: (topic, payload, options) => broker.publish(topic, payload, options),
  onMessage: (handler) => {
    broker.onPublish(handler);
  },
  isUp: () => broker.isListening(),
  onUpChange: (handler) => {
    broker.onListeningChange(handler);
  },
  disconnect: (deviceId) => {
    broker.disconnect(deviceId);
  },
});
