import type { Incident } from '../../../../controller/http/api-type.ts';

export const severities = ['critical', 'warning', 'info'] as const satisfies readonly Incident['severity'][];
export const incidentStates = [
  'open',
  'acknowledged',
  'closed',
] as const satisfies readonly Incident['state'][];
export const incidentTypes = [
  'announcement-not-started',
  'break-glass',
  'network',
  'silent-device',
  'unready-session',
  'deviation',
  'clock',
  'cache',
  'supply',
  'temperature',
  'spool-gap',
  'shared-credentials',
  'signing-keys',
  'server-certificate',
] as const satisfies readonly Incident['type'][];

/** The gravest first, the newest first among equals. */
export const bySeverity = (incidents: readonly Incident[]): Incident[] =>
  [...incidents].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.lastAt.localeCompare(a.lastAt),
  );

/** From so many on, a list by commune is easier to work through than one long list. */
const MANY = 10;

export const isGrouped = (incidents: readonly Incident[]): boolean =>
  incidents.length >= MANY && new Set(incidents.map(({ area }) => area.code)).size > 1;
