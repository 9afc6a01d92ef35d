/** What may be wrong. `network`: the controller hears nobody, which is one fault and not one for each device. */
export const incidentTypes = [
  'silent-device',
  'network',
  'unready-session',
  'deviation',
  'clock',
  'cache',
  'supply',
  'temperature',
  'announcement-not-started',
  /** A wide emergency that one person started alone. */
  'break-glass',
  'spool-gap',
  'shared-credentials',
  'signing-keys',
  'server-certificate',
] as const;
export type IncidentType = (typeof incidentTypes)[number];

/** `critical`: somebody does not hear what they should, or heard what they should not. */
export type IncidentSeverity = 'info' | 'warning' | 'critical';

/** The facts behind an incident, as far as its type has them. Instants are epoch milliseconds. */
export type IncidentDetail = Readonly<{
  /** What exactly: `mains`, `battery`, `disk-full`, `cancelled-item`, ... */
  reason?: string;
  title?: string;
  startAt?: number;
  endAt?: number;
  lastSeenAt?: number | null;
  /** Devices concerned, of so many. */
  devices?: number;
  total?: number;
  clockErrorMs?: number | null;
  clockOffsetMs?: number;
  missing?: number;
  /** Why audio is missing, the gravest reason of those that the device gives. */
  cause?: string;
  freeBytes?: number;
  volts?: number;
  celsius?: number;
  outcome?: string;
  /** Whose doing it is. */
  by?: string;
  /** From where connections with the same credentials come. */
  addresses?: string;
  /** Play events that were lost for good. */
  lost?: number;
}>;

/** A cause as it is found: what it is and where. Two findings of one type and subject are the same cause. */
export type Finding = Readonly<{
  type: IncidentType;
  subject: string;
  severity: IncidentSeverity;
  areaKey: string;
  clusterId: string | null;
  deviceId: string | null;
  sessionId: string | null;
  announcementId: string | null;
  itemId: string | null;
  detail: IncidentDetail;
}>;

type Concerned = 'clusterId' | 'deviceId' | 'sessionId' | 'announcementId' | 'itemId';

/** What was found, naming what it concerns and leaving out the rest. */
export const finding = (found: Omit<Finding, Concerned> & Partial<Pick<Finding, Concerned>>): Finding => ({
  clusterId: null,
  deviceId: null,
  sessionId: null,
  announcementId: null,
  itemId: null,
  ...found,
});

export type IncidentNote = Readonly<{ at: number; by: string; text: string }>;

/**
 * Why an incident was closed: its cause is gone; the device left service; what it spoke of is over; nothing
 * was added for long; a person did it.
 */
export type ClosedReason = 'recovered' | 'out-of-service' | 'over' | 'expired' | 'by-person';

export type Incident = Finding &
  Readonly<{
    id: string;
    openedAt: number;
    /** When its cause last began, or happened. */
    lastAt: number;
    /** How often its cause began, or happened. */
    count: number;
    acknowledgedAt: number | null;
    acknowledgedBy: string | null;
    closedAt: number | null;
    closedBy: string | null;
    closedReason: ClosedReason | null;
    notes: readonly IncidentNote[];
  }>;

export type IncidentState = 'open' | 'acknowledged' | 'closed';

export const stateOf = ({ closedAt, acknowledgedAt }: Incident): IncidentState =>
  closedAt !== null ? 'closed' : acknowledgedAt !== null ? 'acknowledged' : 'open';

/** A cause that comes back so soon after it was gone is the same trouble. */
export const reopenWithinMs = 60 * 60 * 1_000;

export const openIncident = (finding: Finding, id: string, nowMs: number): Incident => ({
  ...finding,
  id,
  openedAt: nowMs,
  lastAt: nowMs,
  count: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  closedBy: null,
  closedReason: null,
  notes: [],
});

const rank = { info: 0, warning: 1, critical: 2 } as const;
const worse = (a: IncidentSeverity, b: IncidentSeverity): IncidentSeverity => (rank[a] >= rank[b] ? a : b);

/** Losses add up; every other fact is that of the last time. */
const addLost = (held: IncidentDetail, { lost, ...detail }: IncidentDetail): IncidentDetail =>
  lost === undefined ? detail : { ...detail, lost: lost + (held.lost ?? 0) };

/**
 * The incident after its cause began, or happened, once more. One that was closed for less than
 * `reopenWithinMs` opens again, and whoever acknowledged it is asked anew; after that it is another incident.
 */
export const raise = (held: Incident | null, finding: Finding, id: string, nowMs: number): Incident => {
  if (held === null || (held.closedAt !== null && nowMs - held.closedAt >= reopenWithinMs))
    return openIncident(finding, id, nowMs);
  const { severity, detail } = finding;
  const again = { lastAt: nowMs, count: held.count + 1, detail: addLost(held.detail, detail) };
  if (held.closedAt === null) return { ...held, ...again, severity: worse(held.severity, severity) };
  return {
    ...held,
    ...again,
    severity,
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    closedBy: null,
    closedReason: null,
  };
};

/**
 * The incident while its cause goes on: another one when the cause became worse, wider or another. It never
 * becomes milder: a battery that wavers about a bound would be news all the time.
 */
export const follow = (held: Incident, { severity, detail }: Finding): Incident => {
  if (held.closedAt !== null || rank[severity] < rank[held.severity]) return held;
  const isSame =
    severity === held.severity &&
    detail.reason === held.detail.reason &&
    detail.devices === held.detail.devices;
  return isSame ? held : { ...held, severity, detail };
};

type Word = Readonly<{ by: string; note: string | null; nowMs: number }>;

const withNote = (held: Incident, { by, note, nowMs }: Word): readonly IncidentNote[] =>
  note === null ? held.notes : [...held.notes, { at: nowMs, by, text: note }];

/** A person has seen it. The first one counts; a note is always kept. */
export const acknowledge = (held: Incident, word: Word): Incident => ({
  ...held,
  acknowledgedAt: held.acknowledgedAt ?? word.nowMs,
  acknowledgedBy: held.acknowledgedBy ?? word.by,
  notes: withNote(held, word),
});

/** A person is done with it. Closing twice changes nothing. */
export const closeByPerson = (held: Incident, word: Word): Incident =>
  held.closedAt !== null
    ? held
    : {
        ...held,
        closedAt: word.nowMs,
        closedBy: word.by,
        closedReason: 'by-person',
        notes: withNote(held, word),
      };

export const closeByItself = (held: Incident, closedReason: ClosedReason, nowMs: number): Incident =>
  held.closedAt !== null ? held : { ...held, closedAt: nowMs, closedReason };
