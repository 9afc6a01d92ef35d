import type { PlayEvent, ReportedOutcome } from '#protocol';
import type { EvidenceGrade, Playback } from './playback.ts';

/** Events that speak of one item. */
export type ItemEvent = Exclude<PlayEvent, { type: 'gap' }>;

type Ending = Readonly<{
  outcome: ReportedOutcome;
  reason: string | null;
  grade: EvidenceGrade;
  clockErrorMs: number;
  /** Null when nothing sounded. */
  finishedAt: number | null;
}>;

/**
 * What a device has said of one item so far. Accounts form a semilattice: adding events in any order, any
 * number of times, gives the same account, so neither repeats nor reordering can change the ledger.
 */
export type DeviceAccount = Readonly<{
  startedAt: number | null;
  /** Of the start; without meaning once there is an ending. */
  clockErrorMs: number | null;
  ending: Ending | null;
}>;

const strength = { missed: 0, skipped: 1, failed: 2, interrupted: 3, played: 4 } as const;
const gradeStrength = { reported: 0, measured: 1, confirmed: 2 } as const;

const isReported = (outcome: string): outcome is ReportedOutcome => outcome in strength;

const isByPerson = ({ grade }: Ending): number => Number(grade === 'confirmed');

/**
 * A total order: what a person heard or did not hear first, then the stronger evidence of sound, so that a late
 * `missed` never hides a `played`.
 */
const compareEndings = (a: Ending, b: Ending): number =>
  isByPerson(a) - isByPerson(b) ||
  strength[a.outcome] - strength[b.outcome] ||
  gradeStrength[a.grade] - gradeStrength[b.grade] ||
  (a.finishedAt ?? 0) - (b.finishedAt ?? 0) ||
  b.clockErrorMs - a.clockErrorMs ||
  ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1);

const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

const endingOf = (event: Extract<ItemEvent, { type: 'ended' }>): Ending => ({
  outcome: event.outcome,
  // An empty reason is none.
  reason: event.reason || null,
  grade: event.grade,
  clockErrorMs: event.clockErrorMs,
  finishedAt: event.startedAt === null ? null : event.at,
});

export const addToAccount = (account: DeviceAccount, event: ItemEvent): DeviceAccount => {
  if (event.type === 'ended') {
    const ending = endingOf(event);
    const isStronger = account.ending === null || compareEndings(ending, account.ending) > 0;
    return {
      startedAt: earliest(account.startedAt, event.startedAt),
      clockErrorMs: null,
      ending: isStronger ? ending : account.ending,
    };
  }
  const startedAt = earliest(account.startedAt, event.at);
  if (account.ending !== null) return { ...account, startedAt };
  const isSame = event.at === account.startedAt;
  const isEarlier = event.at === startedAt && !isSame;
  const clockErrorMs = isSame
    ? Math.min(account.clockErrorMs ?? event.clockErrorMs, event.clockErrorMs)
    : isEarlier
      ? event.clockErrorMs
      : account.clockErrorMs;
  return { startedAt, clockErrorMs, ending: null };
};

/** An ending in one short text, for a row whose outcome stays `cancelled`: `interrupted: power`. */
const tell = ({ outcome, reason }: Ending): string => (reason === null ? outcome : `${outcome}: ${reason}`);

const untell = (text: string | null): Pick<Ending, 'outcome' | 'reason'> | null => {
  const [outcome = '', ...rest] = (text ?? '').split(': ');
  return isReported(outcome) ? { outcome, reason: rest.length > 0 ? rest.join(': ') : null } : null;
};

/** Reads the account back out of a row. */
export const accountOf = (row: Playback): DeviceAccount => {
  const said =
    row.outcome === 'cancelled'
      ? untell(row.reason)
      : isReported(row.outcome)
        ? { outcome: row.outcome, reason: row.reason }
        : null;
  const { startedAt, clockErrorMs, finishedAt } = row;
  if (said === null) return { startedAt, clockErrorMs, ending: null };
  const ending = { ...said, grade: row.grade ?? 'reported', clockErrorMs: clockErrorMs ?? 0, finishedAt };
  return { startedAt, clockErrorMs: null, ending };
};

export const isSameAccount = (a: DeviceAccount, b: DeviceAccount): boolean =>
  a.startedAt === b.startedAt &&
  a.clockErrorMs === b.clockErrorMs &&
  a.ending?.outcome === b.ending?.outcome &&
  a.ending?.reason === b.ending?.reason &&
  a.ending?.grade === b.ending?.grade &&
  a.ending?.clockErrorMs === b.ending?.clockErrorMs &&
  a.ending?.finishedAt === b.ending?.finishedAt;

/** Whether residents heard something, going by the account. */
const heardSomething = ({ startedAt, ending }: DeviceAccount): boolean =>
  startedAt !== null || ending?.outcome === 'played' || ending?.outcome === 'interrupted';

/** The row as the account tells it; a cancelled item stays cancelled, and sound of it is a deviation. */
export const withAccount = (row: Playback, account: DeviceAccount): Playback => {
  const { startedAt, ending } = account;
  const told = {
    ...row,
    startedAt,
    finishedAt: ending?.finishedAt ?? null,
    grade: ending?.grade ?? null,
    clockErrorMs: ending?.clockErrorMs ?? account.clockErrorMs,
  };
  if (row.outcome === 'cancelled') {
    return {
      ...told,
      reason: ending ? tell(ending) : startedAt === null ? null : 'started',
      deviation: heardSomething(account) ? 'cancelled-item' : row.deviation,
    };
  }
  return ending ? { ...told, outcome: ending.outcome, reason: ending.reason } : told;
};
