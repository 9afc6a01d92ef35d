import { type Finding, finding, type IncidentSeverity } from '../../domain/incident.ts';
import type { DeviceProgress } from '../announcements/announcement-progress.ts';
import type { ListedAnnouncement } from '../announcements/listed-announcements.ts';
import type { Clock } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { IncidentSource } from './incidents.ts';

/** An announcement reaches connected devices in a second; fetching its audio takes the others longer. */
const patienceMs = 60_000;

/** Nobody is in need of a test or an exercise that a disconnected device misses. */
const concerns = ({ kind }: AnnouncementRow, { state, reason }: DeviceProgress): boolean =>
  state === 'notStarted' && !(reason === 'offline' && (kind === 'test' || kind === 'exercise'));

const severityOf = ({ kind }: AnnouncementRow): IncidentSeverity =>
  kind === 'emergency' || kind === 'live' ? 'critical' : kind === 'stop' ? 'warning' : 'info';

const findingOf = (row: AnnouncementRow, devices: number, total: number): Finding =>
  finding({
    type: 'announcement-not-started',
    severity: severityOf(row),
    subject: row.id,
    areaKey: row.areaKey,
    announcementId: row.id,
    itemId: row.id,
    detail: { reason: row.kind, title: row.title, startAt: row.startAt, devices, total },
  });

/** Announcements in force that not everybody has started: one incident each, however many they are. */
export const createUnstartedAnnouncements = (deps: {
  inForce: () => readonly ListedAnnouncement[];
  progressOf: (one: ListedAnnouncement) => readonly DeviceProgress[];
  clock: Pick<Clock, 'now'>;
}): IncidentSource => {
  const { inForce, progressOf, clock } = deps;
  return {
    types: ['announcement-not-started'],
    look: () =>
      inForce().flatMap((one) => {
        const { row } = one;
        if (clock.now() - row.startAt < patienceMs) return [];
        const targeted = progressOf(one);
        const missing = targeted.filter((device) => concerns(row, device)).length;
        return missing > 0 ? [findingOf(row, missing, targeted.length)] : [];
      }),
    gone: ({ subject }) => (inForce().some(({ row }) => row.id === subject) ? 'recovered' : 'over'),
  };
};
