import type { AreaRef, ScheduleEntry } from '../../../../controller/http/api-type.ts';

/** A session with its coming dates on which something can still be placed. */
export interface PlaceableSession {
  readonly sessionId: string;
  readonly title: string;
  readonly entries: readonly ScheduleEntry[];
}

/** Not where a normal bulletin belongs, though it may be placed there. */
const isUnusual = (entries: readonly ScheduleEntry[]): boolean =>
  entries.some((entry) => entry.class !== 'normal');

/** Sessions of the commune itself with dates to come: the ordinary ones first, and the one that comes next. */
export const placeableSessions = (
  entries: readonly ScheduleEntry[],
  owner: string,
  now: number,
): PlaceableSession[] => {
  const sessions = new Map<string, ScheduleEntry[]>();
  for (const entry of [...entries].sort((a, b) => a.startAt.localeCompare(b.startAt))) {
    if (entry.area.code !== owner || Date.parse(entry.startAt) <= now) continue;
    sessions.set(entry.sessionId, [...(sessions.get(entry.sessionId) ?? []), entry]);
  }
  return [...sessions]
    .map(([sessionId, dated]) => ({ sessionId, title: dated[0]?.title ?? '', entries: dated }))
    .sort((a, b) => Number(isUnusual(a.entries)) - Number(isUnusual(b.entries)));
};

/** A commune decides what it airs; higher levels only watch how the communes below them decide. */
export const placesItself = (area: AreaRef): boolean => area.level === 'commune' || area.level === 'zone';
