import type { Finding } from '../../domain/incident.ts';
import type { DeviceDocuments } from '../devices/device-documents.ts';
import type { DeviceReports } from '../devices/device-reports.ts';
import type { Directory } from '../directory/directory.ts';
import { createReachOf } from '../directory/places.ts';
import { defaultSoundingMs, type Publisher } from '../documents/publisher.ts';
import type { AudioComposer } from '../ports/audio.ts';
import type { EventBus } from '../ports/events.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock, DeviceLink, Log, Random } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { Presence } from '../presence/presence.ts';
import { type AnnouncementClips, createAnnouncementClips } from './announcement-clips.ts';
import { createEmergencyNotices } from './announcement-notices.ts';
import { type AnnouncementProgress, createAnnouncementProgress } from './announcement-progress.ts';
import { createAnnouncementPursuit } from './announcement-pursuit.ts';
import { type AnnouncementRequests, createAnnouncementRequests } from './announcement-requests.ts';
import { type Announcements, createAnnouncements } from './announcements.ts';
import { breakGlassFinding } from './break-glass-finding.ts';
import { createAnnouncementCheck } from './check-announcement.ts';
import { createEmergencyClips, type EmergencyClips, followEmergencyClips } from './emergency-clips.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

/** Everything that is said to loudspeakers now rather than planned. */
export type Announcing = Readonly<{
  announcements: Announcements;
  requests: AnnouncementRequests;
  progress: AnnouncementProgress;
  clips: AnnouncementClips;
  emergencyClips: EmergencyClips;
  live: LiveAnnouncements;
  /** After the publisher. */
  start: () => Promise<void>;
  /** Before it. */
  stop: () => Promise<void>;
}>;

export const createAnnouncing = (deps: {
  store: Store;
  directory: Directory;
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
  publisher: Pick<Publisher, 'announcements' | 'live' | 'publishAreas'>;
  documents: Pick<DeviceDocuments, 'command'>;
  link: Pick<DeviceLink, 'publish' | 'isUp'>;
  notifier: Notifier;
  recordIncidents: (tx: Store, findings: readonly Finding[]) => Promise<void>;
  composer: AudioComposer;
  assetDir: string;
  pathOf: (sha256: string) => string;
  /** How long announcements that sound may be believed without a newer document. */
  soundingMs?: number | undefined;
  events: EventBus;
  clock: Clock;
  random: Random;
  log: Log;
}): Announcing => {
  const { store, directory, publisher, clock } = deps;
  const { live } = publisher;
  const reachOf = createReachOf({ areas: directory.areas.all });
  const communesUnder = (areaKey: string) => reachOf(clock.now()).communesUnder(areaKey);
  const clips = createAnnouncementClips(deps);
  const check = createAnnouncementCheck({
    store,
    clips,
    areas: directory.areas.get,
    cluster: directory.clusters.get,
    reachOf,
  });
  const notices = createEmergencyNotices({ notifier: deps.notifier, areas: directory.areas.get });
  const announcements = createAnnouncements({
    ...deps,
    live,
    issuer: publisher.announcements,
    check,
    communesUnder,
    recordBreakGlass: async (tx, row) => {
      await deps.recordIncidents(tx, [breakGlassFinding(row)]);
      await notices.breakGlass(row, tx);
    },
  });
  const requests = createAnnouncementRequests({
    ...deps,
    announcements,
    issuer: publisher.announcements,
    live,
    check,
    notices,
  });
  const progress = createAnnouncementProgress({
    ...deps,
    soundingMs: deps.soundingMs ?? defaultSoundingMs,
    live,
    communesUnder,
  });
  const pursuit = createAnnouncementPursuit({ ...deps, live, progress });
  let followed: ReturnType<typeof followEmergencyClips> | null = null;

  return {
    announcements,
    requests,
    progress,
    clips,
    emergencyClips: createEmergencyClips({
      store,
      ancestors: (areaKey) => reachOf(clock.now()).ancestors(areaKey),
    }),
    live,
    start: async () => {
      await announcements.start();
      await requests.start();
      await progress.start();
      pursuit.start();
      followed = followEmergencyClips({ ...deps, clips, publishAreas: publisher.publishAreas });
    },
    stop: async () => {
      pursuit.stop();
      progress.stop();
      await followed?.stop();
      await requests.stop();
      await announcements.stop();
    },
  };
};
