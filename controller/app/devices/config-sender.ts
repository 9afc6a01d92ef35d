import type { PlacedDevice } from '../directory/directory.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { DeviceDocuments } from './device-documents.ts';

/** Signatures under way at once; a province that reconnects waits its turn. */
const mostAtOnce = 8;
/** A config that was just sent is not sent again for a report that crossed it on the way. */
const patienceMs = 10_000;

/**
 * Sends a device its config when it holds another version than the current one. One that holds a newer version, as
 * after a restored backup, refuses ours and returns its own as proof, above which we then continue.
 */
export type ConfigSender = (placed: PlacedDevice, heldVersion: number) => void;

export const createConfigSender = (deps: {
  documents: Pick<DeviceDocuments, 'config' | 'configVersion'>;
  link: Pick<DeviceLink, 'publish'>;
  clock: Clock;
  log: Log;
}): ConfigSender => {
  const { documents, link, clock, log } = deps;
  const waiting = new Map<string, PlacedDevice>();
  const sent = new Map<string, { version: number; at: number }>();
  let running = 0;

  const send = async ({ device, cluster }: PlacedDevice): Promise<void> => {
    try {
      const { topic, jws } = await documents.config(device, cluster);
      await link.publish(topic, jws, { qos: 1, retain: false });
    } catch (error) {
      sent.delete(device.id);
      log.warn(
        { err: error, deviceId: device.id },
        'A config could not be sent; the next report tries again',
      );
    }
  };

  const next = (): void => {
    const [placed] = waiting.values();
    if (!placed || running >= mostAtOnce) return;
    waiting.delete(placed.device.id);
    running += 1;
    void send(placed).finally(() => {
      running -= 1;
      next();
    });
  };

  return (placed, heldVersion) => {
    const version = documents.configVersion(placed.device);
    if (heldVersion === version) return;
    const now = clock.now();
    const last = sent.get(placed.device.id);
    if (last && last.version === version && now - last.at < patienceMs) return;
    sent.set(placed.device.id, { version, at: now });
    waiting.set(placed.device.id, placed);
    next();
  };
};
