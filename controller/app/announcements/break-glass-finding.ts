import type { Finding } from '../../domain/incident.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';

/** Somebody started a wide emergency without the second person: for everybody to see, and to be looked into. */
export const breakGlassFinding = (row: AnnouncementRow): Finding => ({
  type: 'break-glass',
  severity: 'warning',
  subject: row.id,
  areaKey: row.areaKey,
  clusterId: null,
  deviceId: null,
  sessionId: null,
  announcementId: row.id,
  itemId: row.id,
  detail: { title: row.title, startAt: row.startAt, by: row.startedBy, cause: row.reason ?? '' },
});
