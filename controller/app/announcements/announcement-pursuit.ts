import type { DeviceDocuments } from '../devices/device-documents.ts';
import type { NotStartedReason } from '../devices/device-standing.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { Presence } from '../presence/presence.ts';
import type { AnnouncementProgress } from './announcement-progress.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

/**
 * As long as something is in force, connected devices that have not started it are asked to subscribe again, which
 * brings them the retained documents. Who is not connected finds them when it comes back.
 */
export type AnnouncementPursuit = Readonly<{ start: () => void; stop: () => void }>;

const lookEveryMs = 2_000;
/** Longest that the document, and the device's word of it, may take on their way. */
const patienceMs = 5_000;
/** Between two requests to one device; doubled each time it did not help. */
const firstRestMs = 5_000;
const longestRestMs = 5 * 60 * 1_000;
/** A whole province that heard nothing subscribes again in turns. */
const mostPerLook = 200;

/** Subscribing again mends what did not arrive, or may not have; not what is missing or refused. */
const curable: ReadonlySet<NotStartedReason> = new Set(['not-received', 'no-report', 'fell-silent']);

export const createAnnouncementPursuit = (deps: {
  live: Pick<LiveAnnouncements, 'inForce'>;
  progress: Pick<AnnouncementProgress, 'waiting'>;
  presence: Pick<Presence, 'of'>;
  documents: Pick<DeviceDocuments, 'command'>;
  link: Pick<DeviceLink, 'publish' | 'isUp'>;
  clock: Clock;
  log: Log;
}): AnnouncementPursuit => {
  const { live, progress, presence, documents, link, clock, log } = deps;
  const asked = new Map<string, { at: number; restMs: number }>();
  let cancel: (() => void) | null = null;

  const resync = async (deviceId: string): Promise<void> => {
    try {
      const { topic, jws } = await documents.command(deviceId, 'resync');
      await link.publish(topic, jws, { qos: 1, retain: false });
    } catch (error) {
      log.warn({ err: error, deviceId }, 'A device could not be asked to subscribe again');
    }
  };

  /** Connected long enough to have started it. */
  const isDue = ({ row }: ListedAnnouncement, deviceId: string, now: number): boolean => {
    const connected = presence.of(deviceId);
    if (connected?.state !== 'online') return false;
    const last = asked.get(deviceId);
    const since = Math.max(row.startAt, connected.since);
    return now - since >= patienceMs && (!last || now - last.at >= last.restMs);
  };

  const look = (): void => {
    const now = clock.now();
    const inForce = live.inForce().filter(({ row }) => now - row.startAt >= patienceMs);
    if (inForce.length === 0) {
      asked.clear();
      return;
    }
    if (!link.isUp()) return;
    const behind = new Set<string>();
    let requests = 0;
    for (const one of inForce) {
      for (const { deviceId, reason } of progress.waiting(one)) {
        if (!curable.has(reason) || behind.has(deviceId)) continue;
        behind.add(deviceId);
        if (requests >= mostPerLook || !isDue(one, deviceId, now)) continue;
        const last = asked.get(deviceId);
        asked.set(deviceId, {
          at: now,
          restMs: last ? Math.min(2 * last.restMs, longestRestMs) : firstRestMs,
        });
        requests += 1;
        void resync(deviceId);
      }
    }
    for (const deviceId of asked.keys()) if (!behind.has(deviceId)) asked.delete(deviceId);
    if (requests > 0)
      log.info({ devices: requests }, 'Asked devices that have not started to subscribe again');
  };

  // One look after the other: a process that stood still does not make up for those it missed.
  const arm = (): void => {
    cancel = clock.after(lookEveryMs, () => {
      look();
      arm();
    });
  };

  return { start: arm, stop: () => cancel?.() };
};
