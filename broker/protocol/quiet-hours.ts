import type { PolicyDocument, TimeWindow } from './policy.ts';
import type { ProgramItem } from './program.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Vietnam has had one offset, +07:00, and no daylight saving since 1975. */
const vietnamOffset = 7 * hour;

/** What a device without a policy may do: sound in [05:00, 21:00) +07:00. */
export const defaultAllowedWindow = (t: number): TimeWindow | null => {
  const midnight = Math.floor((t + vietnamOffset) / day) * day - vietnamOffset;
  const window = { startAt: midnight + 5 * hour, endAt: midnight + 21 * hour };
  return t >= window.startAt && t < window.endAt ? window : null;
};

/**
 * The allowed window that holds `t`, or null: silence. Windows that touch are one, so a policy listed day
 * by day does not cut at midnight. An expired policy allows nothing it does not list.
 */
export const allowedWindow = (policy: PolicyDocument | null, t: number): TimeWindow | null => {
  if (!policy) return defaultAllowedWindow(t);
  const first = policy.allowed.findIndex((window) => t >= window.startAt && t < window.endAt);
  const window = policy.allowed[first];
  if (!window) return null;
  let { endAt } = window;
  for (const next of policy.allowed.slice(first + 1)) {
    if (next.startAt > endAt) break;
    endAt = Math.max(endAt, next.endAt);
  }
  return { startAt: window.startAt, endAt };
};

/**
 * The instant at which quiet hours end an item, given where its *planned* start lies; null when it may
 * not sound at all. An emergency obeys no quiet hours; an exception carries its own limit.
 */
export const quietHoursCut = (
  item: Pick<ProgramItem, 'class' | 'startAt' | 'exception'>,
  policy: PolicyDocument | null,
): number | null => {
  if (item.class === 'emergency') return Number.POSITIVE_INFINITY;
  const window = allowedWindow(policy, item.startAt);
  const until = Math.max(window?.endAt ?? 0, item.exception?.until ?? 0);
  return until > item.startAt ? until : null;
};

/** The loudest an item may be at `t`: caps of the policy and of the installation. */
export const cappedVolume = (
  wanted: number,
  maxVolume: number,
  policy: PolicyDocument | null,
  t: number,
): number =>
  (policy?.caps ?? [])
    .filter((cap) => t >= cap.startAt && t < cap.endAt)
    .reduce((lowest, cap) => Math.min(lowest, cap.maxVolume), Math.min(wanted, maxVolume));
