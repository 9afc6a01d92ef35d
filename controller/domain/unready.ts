import type { IncidentSeverity } from './incident.ts';

/** Loudspeakers of one commune that a session is for. */
export type AreaReadiness = Readonly<{ areaKey: string; total: number; unready: number }>;

export type Unready = Readonly<{
  /** A commune; null for the whole session. */
  areaKey: string | null;
  unready: number;
  total: number;
  severity: IncidentSeverity;
}>;

const severityOf = (unready: number, total: number): IncidentSeverity =>
  unready * 2 > total ? 'critical' : 'warning';

const sum = (areas: readonly AreaReadiness[], of: (area: AreaReadiness) => number): number =>
  areas.reduce((total, area) => total + of(area), 0);

/**
 * Where more than that share is unready. When that is so in half of several communes, the session as a whole
 * is in trouble and the communes are not named one by one.
 */
export const unreadyParts = (areas: readonly AreaReadiness[], threshold: number): Unready[] => {
  const beyond = areas.filter(({ total, unready }) => unready > threshold * total);
  if (beyond.length < 2 || beyond.length * 2 < areas.length)
    return beyond.map((area) => ({ ...area, severity: severityOf(area.unready, area.total) }));
  const [unready, total] = [sum(areas, (area) => area.unready), sum(areas, (area) => area.total)];
  return [{ areaKey: null, unready, total, severity: severityOf(unready, total) }];
};
