import type { Incident } from '../../domain/incident.ts';
import { incidentTitle } from '../../domain/incident-title.ts';
import type { Notice, NoticeType } from '../../domain/notice.ts';
import type { Store } from '../ports/store.ts';
import type { NoticeBook } from './notifier.ts';

/** News of an incident are of today; one that is only changed after that is none. */
const newsForMs = 24 * 60 * 60_000;

type Place = Readonly<{ vi: string; en: string }>;

const typeOf = ({ type, closedAt, detail }: Incident): NoticeType | null => {
  if (closedAt !== null) return 'incident-closed';
  if (type === 'unready-session') return 'session-unready';
  if (type === 'signing-keys') return 'keys-expiring';
  if (type === 'server-certificate') return 'certificate-expiring';
  if (type !== 'announcement-not-started') return 'incident-opened';
  return detail.reason === 'emergency' || detail.reason === 'live' ? 'emergency-not-started' : null;
};

const pathOf = ({ type, clusterId, announcementId }: Incident): string => {
  if (announcementId !== null) return `/khan-cap?lenh=${encodeURIComponent(announcementId)}`;
  if (type === 'signing-keys' || type === 'server-certificate') return '/khoa';
  if (clusterId !== null && type !== 'deviation') return `/cum-loa/${encodeURIComponent(clusterId)}`;
  return '/su-co';
};

/** What an incident is told as; null for what is only for the list, and for old ones. */
export const incidentNotice = (incident: Incident, place: Place, nowMs: number): Notice | null => {
  const type = incident.severity === 'info' ? null : typeOf(incident);
  const at = incident.closedAt ?? incident.openedAt;
  // Who closed it by hand knows.
  if (type === null || nowMs - at > newsForMs || incident.closedReason === 'by-person') return null;
  const title = incidentTitle(incident);
  const isOver = type === 'incident-closed';
  return {
    type,
    areaKey: incident.areaKey,
    subjectId: incident.id,
    title: isOver ? { vi: `Đã hết: ${title.vi}`, en: `Over: ${title.en}` } : title,
    body: place,
    path: pathOf(incident),
    at,
  };
};

/** Tells of incidents in the transaction that stores them: neither is ever there without the other. */
export const createIncidentNotices =
  (deps: {
    notifier: Pick<NoticeBook, 'notifyAll'>;
    clusterName: (clusterId: string) => string | null;
    areaName: (areaKey: string) => string;
    now: () => number;
  }) =>
  async (tx: Store, incidents: readonly Incident[]): Promise<void> => {
    const { notifier, clusterName, areaName, now } = deps;
    const notices = incidents.flatMap((incident) => {
      const cluster = incident.clusterId && clusterName(incident.clusterId);
      const place = [...(cluster ? [cluster] : []), areaName(incident.areaKey)].join(', ');
      return incidentNotice(incident, { vi: place, en: place }, now()) ?? [];
    });
    await notifier.notifyAll(notices, tx);
  };
