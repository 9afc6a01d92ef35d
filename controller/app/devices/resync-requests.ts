import type { DeviceLink, Log } from '../ports/runtime.ts';
import type { DeviceDocuments } from './device-documents.ts';

/**
 * Asks devices to subscribe again, which brings them the retained documents (MQTT-3.8.4-3); more seldom each time
 * that it did not help.
 */
export type ResyncRequests = Readonly<{
  /** Whether the last request is long enough ago; `isUrgent` does not wait longer for having asked in vain. */
  isRested: (deviceId: string, now: number, isUrgent?: boolean) => boolean;
  /** Whether it was sent; never rejects. */
  ask: (deviceId: string, now: number) => Promise<boolean>;
  /** It has what it lacked. */
  forget: (deviceId: string) => void;
  /** All others have. */
  forgetOthers: (lacking: ReadonlySet<string>) => void;
}>;

export const createResyncRequests = (deps: {
  documents: Pick<DeviceDocuments, 'command'>;
  link: Pick<DeviceLink, 'publish'>;
  /** Between two requests to one device; doubled each time it did not help. */
  firstRestMs: number;
  longestRestMs: number;
  log: Log;
}): ResyncRequests => {
  const { documents, link, firstRestMs, longestRestMs, log } = deps;
  const asked = new Map<string, { at: number; restMs: number }>();
  return {
    isRested: (deviceId, now, isUrgent = false) => {
      const last = asked.get(deviceId);
      return !last || now - last.at >= (isUrgent ? firstRestMs : last.restMs);
    },
    ask: async (deviceId, now) => {
      const last = asked.get(deviceId);
      asked.set(deviceId, { at: now, restMs: last ? Math.min(2 * last.restMs, longestRestMs) : firstRestMs });
      try {
        const { topic, jws } = await documents.command(deviceId, 'resync');
        await link.publish(topic, jws, { qos: 1, retain: false });
        return true;
      } catch (error) {
        log.warn({ err: error, deviceId }, 'A device could not be asked to subscribe again');
        return false;
      }
    },
    forget: (deviceId) => {
      asked.delete(deviceId);
    },
    forgetOthers: (lacking) => {
      for (const deviceId of asked.keys()) if (!lacking.has(deviceId)) asked.delete(deviceId);
    },
  };
};
