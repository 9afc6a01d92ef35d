import type { DeviceDocuments } from '../devices/device-documents.ts';
import type { NotStartedReason } from '../devices/device-standing.ts';
import { createResyncRequests } from '../devices/resync-requests.ts';
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
  const resyncs = createResyncRequests({ documents, link, firstRestMs, longestRestMs, log });
  let cancel: (() => void) | null = null;

  /** Connected long enough to have started it. */
  const isDue = ({ row }: ListedAnnouncement, deviceId: string, now: number): boolean => {
    const connected = presence.of(deviceId);
    if (connected?.state !== 'online') return false;
    const since = Math.max(row.startAt, connected.since);
    return now - since >= patienceMs && resyncs.isRested(deviceId, now);
  };

  const look = (): void => {
    const now = clock.now();
    const inForce = live.inForce().filter(({ row }) => now - row.startAt >= patienceMs);
    if (inForce.length === 0) {
      resyncs.forgetOthers(new Set());
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
        requests += 1;
        void resyncs.ask(deviceId, now);
      }
    }
    resyncs.forgetOthers(behind);
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
