import { type Finding, finding } from '../../domain/incident.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';

/** Somebody started a wide emergency without the second person: for everybody to see, and to be looked into. */
export const breakGlassFinding = (row: AnnouncementRow): Finding =>
  finding({
    type: 'break-glass',
    severity: 'warning',
    subject: row.id,
    areaKey: row.areaKey,
    announcementId: row.id,
    itemId: row.id,
    detail: { title: row.title, startAt: row.startAt, by: row.startedBy, cause: row.reason ?? '' },
  });
