import type { Playback } from '../../../controller/http/api-type.ts';
import type { Format } from '../format/format.ts';
import type { ShownOutcome } from '../words/domain-words.ts';

/** `awaiting` is the reason of an unknown play whose time for reporting is not over. */
export const shownOutcome = ({ outcome, reason }: Pick<Playback, 'outcome' | 'reason'>): ShownOutcome =>
  outcome === 'unknown' && reason === 'awaiting' ? 'awaiting' : outcome;

/** How far the sound began from its plan, late when positive; null when there was none. */
export const startOffsetMs = ({
  plannedStart,
  startedAt,
}: Pick<Playback, 'plannedStart' | 'startedAt'>): number | null =>
  startedAt === null ? null : Date.parse(startedAt) - Date.parse(plannedStart);

/** Past this a listener at two loudspeakers hears them apart, and a person should look. */
const NOTABLE_OFFSET_MS = 1_000;

export const isNotableOffset = (offsetMs: number | null): boolean =>
  offsetMs !== null && Math.abs(offsetMs) >= NOTABLE_OFFSET_MS;

/** `±12 ms`, `±1,5 s`: the device's own bound on its clock. */
export const clockErrorText = (clockErrorMs: number, format: Pick<Format, 'integer' | 'decimal'>): string =>
  clockErrorMs < 1_000
    ? `±${format.integer(Math.round(clockErrorMs))} ms`
    : `±${format.decimal(clockErrorMs / 1_000)} s`;

/** What a device did with a cancelled item, as its row tells it: `interrupted: power`, `played`, `started`. */
export type DeviceDeed =
  | Readonly<{ kind: 'started' }>
  | Readonly<{ kind: 'ended'; outcome: ShownOutcome; reason: string | null }>;

const reported = ['played', 'interrupted', 'skipped', 'failed', 'missed'] as const;

export const deedOf = ({ outcome, reason }: Pick<Playback, 'outcome' | 'reason'>): DeviceDeed | null => {
  if (outcome !== 'cancelled' || reason === null) return null;
  if (reason === 'started') return { kind: 'started' };
  const [head, ...rest] = reason.split(': ');
  const ended = reported.find((one) => one === head);
  return ended ? { kind: 'ended', outcome: ended, reason: rest.length > 0 ? rest.join(': ') : null } : null;
};
