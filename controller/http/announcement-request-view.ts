import type { Context } from 'hono';
import type { LiveAnnouncements } from '../app/announcements/live-announcements.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { AnnouncementRequestRow } from '../app/ports/store/announcement-requests.ts';
import type { Store } from '../app/ports/store.ts';
import { areaRefOf } from './area-ref.ts';
import type { Permit } from './permit.ts';
import { ProblemError } from './problem.ts';
import type { AnnouncementRequest } from './representations/announcement.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { targetNamesOf } from './schedule-view.ts';
import type { SignedInEnv } from './signed-in-env.ts';
import { heardIn, placesOf, targetsSeen } from './targets.ts';

/** Refuses who may not start this everywhere it would be heard, or not lift what it lifts. */
export const permitStart = (
  permit: Permit,
  { input }: Pick<AnnouncementRequestRow, 'input'>,
  { directory, live }: { directory: Directory; live: Pick<LiveAnnouncements, 'get'> },
): void => {
  permit('announcements.emergency', heardIn(directory, input.targets));
  for (const stopId of input.liftStopIds ?? []) {
    const stop = live.get(stopId);
    if (stop) permit('announcements.lift', placesOf(directory, stop.row));
  }
};

const isRefused = (ask: () => void): boolean => {
  try {
    ask();
    return false;
  } catch (error) {
    if (error instanceof ProblemError) return true;
    throw error;
  }
};

/** A request as the API tells it to whoever asks. */
export const createRequestView =
  (deps: {
    store: Pick<Store, 'assets'>;
    directory: Directory;
    live: Pick<LiveAnnouncements, 'get'>;
  }): ((row: AnnouncementRequestRow, c: Context<SignedInEnv>) => Promise<AnnouncementRequest>) =>
  async (row, c) => {
    const { store, directory } = deps;
    const asset = row.sha256 === null ? null : await store.assets.get(row.sha256);
    const seen = targetsSeen(directory, c.get('readable'), { targets: [...row.input.targets] });
    return {
      id: row.id,
      state: row.state,
      title: row.title,
      area: areaRefOf(directory, row.areaKey),
      targetNames: targetNamesOf(directory, { targets: seen }),
      bulletinId: row.input.bulletinId,
      asset: asset && {
        sha256: asset.sha256,
        url: `/media/${asset.sha256}.mp3`,
        durationMs: asset.durationMs,
      },
      durationMs: row.durationMs,
      repeat: row.input.repeat ?? true,
      liftsStops: (row.input.liftStopIds ?? []).length > 0,
      reason: row.input.reason ?? null,
      requestedBy: row.requestedBy,
      requestedAt: iso(row.requestedAt),
      expiresAt: iso(row.expiresAt),
      decidedBy: row.decidedBy,
      decidedAt: isoOrNull(row.decidedAt),
      decisionReason: row.decisionReason,
      announcementId: row.announcementId,
      confirmable:
        row.requestedBy !== c.get('user').username &&
        !isRefused(() => permitStart(c.get('permit'), row, deps)),
    };
  };
