import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { DeviceDocuments } from './device-documents.ts';

/** Tells a receiver that went out of service to be silent from now on, for good, and ends its connection. */
export type Dismiss = (deviceId: string) => void;

/** A moment for the last word to leave; what the receiver says meanwhile is not believed any more. */
const lastWordMs = 1_000;

/**
 * Without a last word a receiver whose secret is gone would play what it holds for ten days, on the power and network
 * of the place that it was taken from. Who is not connected, or does not obey, does so.
 */
export const createDismissal = (deps: {
  documents: Pick<DeviceDocuments, 'command'>;
  link: Pick<DeviceLink, 'publish' | 'disconnect'>;
  clock: Pick<Clock, 'after'>;
  log: Log;
}): Dismiss => {
  const { documents, link, clock, log } = deps;
  const tell = async (deviceId: string): Promise<void> => {
    try {
      const { topic, jws } = await documents.command(deviceId, 'retire');
      await link.publish(topic, jws, { qos: 1, retain: false });
    } catch (error) {
      log.warn({ err: error, deviceId }, 'A receiver could not be told that it is out of service');
    }
  };
  return (deviceId) => {
    void tell(deviceId);
    clock.after(lastWordMs, () => link.disconnect(deviceId));
  };
};
