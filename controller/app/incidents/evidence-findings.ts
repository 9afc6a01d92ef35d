import { type Finding, finding, type IncidentSeverity } from '../../domain/incident.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';

/** Play events that a device lost before they could be stored. */
export type Loss = Readonly<{ deviceId: string; clusterId: string; areaKey: string; lost: number }>;

const severityOf = (row: PlaybackRow): IncidentSeverity => {
  const wasHeard = row.startedAt !== null || row.outcome === 'played' || row.outcome === 'interrupted';
  if (!wasHeard) return 'info';
  return row.deviation === 'cancelled-item' ? 'critical' : 'warning';
};

/**
 * What was heard although it was cancelled is one incident for each item and commune, however many loudspeakers
 * played it. What nobody knows of is one for each device: names that it makes up must not fill the list.
 */
export const deviationFinding = (row: PlaybackRow): Finding =>
  finding({
    type: 'deviation',
    severity: severityOf(row),
    subject: row.deviation === 'unplanned' ? row.deviceId : `${row.itemId} ${row.areaKey}`,
    areaKey: row.areaKey,
    clusterId: row.clusterId,
    deviceId: row.deviceId,
    sessionId: row.sessionId,
    itemId: row.itemId,
    detail: {
      reason: row.deviation ?? 'unplanned',
      title: row.title,
      startAt: row.plannedStart,
      outcome: row.outcome,
    },
  });

export const lossFinding = ({ deviceId, clusterId, areaKey, lost }: Loss): Finding =>
  finding({
    type: 'spool-gap',
    severity: 'warning',
    subject: deviceId,
    areaKey,
    clusterId,
    deviceId,
    detail: { lost },
  });
