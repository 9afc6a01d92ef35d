import type { AnnouncementProgress } from '../app/announcements/announcement-progress.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { AnnouncementRow } from '../app/ports/store/announcements.ts';
import { isInForce } from '../domain/announcement.ts';
import { areaRefOf } from './area-ref.ts';
import type { Readable } from './readable.ts';
import type { Announcement } from './representations/announcement.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { targetNamesOf } from './schedule-view.ts';
import { targetsOut, targetsSeen } from './targets.ts';

/** An announcement as the API tells it, with as much of its targets as the account may read. */
export const createAnnouncementView =
  (deps: {
    directory: Directory;
    progress: Pick<AnnouncementProgress, 'of'>;
    clock: Pick<Clock, 'now'>;
  }): ((row: AnnouncementRow, readable: Readable) => Promise<Announcement>) =>
  async (row, readable) => {
    const { directory, progress, clock } = deps;
    return {
      id: row.id,
      kind: row.kind,
      title: row.title,
      area: areaRefOf(directory, row.areaKey),
      targets: targetsOut(directory, targetsSeen(directory, readable, row)),
      targetNames: targetNamesOf(directory, { targets: targetsSeen(directory, readable, row) }),
      bulletinId: row.bulletinId,
      sha256: row.sha256,
      volume: row.volume,
      repeat: row.repeat,
      startAt: iso(row.startAt),
      endAt: isoOrNull(row.endAt),
      endedAt: isoOrNull(row.endedAt),
      startedBy: row.startedBy,
      confirmedBy: row.confirmedBy,
      breakGlass: row.isBreakGlass,
      endedBy: row.endedBy,
      reason: row.reason,
      endReason: row.endReason,
      state: isInForce(row, clock.now()) ? 'inForce' : 'ended',
      progress: await progress.of(row),
      demo: row.isDemo,
    };
  };
