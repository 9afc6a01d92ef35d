import type { OutcomeCounts, PlaybackSummaries } from '../../../../controller/http/api-type.ts';

export type PlaybackSummary = PlaybackSummaries['items'][number];

/** One session of the day with what aired in it, or what aired outside any session. */
export interface SessionGroup {
  readonly sessionId: string | null;
  readonly startAt: string;
  readonly endAt: string;
  /** In the order of airing. */
  readonly items: readonly PlaybackSummary[];
  readonly outcomes: OutcomeCounts;
  readonly lateEvidence: number;
  /** Of the item with most devices: every item goes to the same ones, but for changes in between. */
  readonly devices: number;
}

const noOutcomes: OutcomeCounts = {
  played: 0,
  interrupted: 0,
  skipped: 0,
  failed: 0,
  missed: 0,
  unknown: 0,
  cancelled: 0,
  awaiting: 0,
};

export const sumOutcomes = (all: readonly OutcomeCounts[]): OutcomeCounts =>
  all.reduce(
    (sum, one) => ({
      played: sum.played + one.played,
      interrupted: sum.interrupted + one.interrupted,
      skipped: sum.skipped + one.skipped,
      failed: sum.failed + one.failed,
      missed: sum.missed + one.missed,
      unknown: sum.unknown + one.unknown,
      cancelled: sum.cancelled + one.cancelled,
      awaiting: sum.awaiting + one.awaiting,
    }),
    noOutcomes,
  );

const byStart = (a: PlaybackSummary, b: PlaybackSummary): number =>
  a.plannedStart.localeCompare(b.plannedStart) || a.itemId.localeCompare(b.itemId);

const groupOf = (sessionId: string | null, unordered: readonly PlaybackSummary[]): SessionGroup => {
  const items = [...unordered].sort(byStart);
  return {
    sessionId,
    startAt: items[0]?.plannedStart ?? '',
    endAt:
      items
        .map((item) => item.plannedEnd)
        .sort()
        .at(-1) ?? '',
    items,
    outcomes: sumOutcomes(items.map((item) => item.outcomes)),
    lateEvidence: items.reduce((sum, item) => sum + item.lateEvidence, 0),
    devices: Math.max(0, ...items.map((item) => item.devices)),
  };
};

/** Sessions of a day, the latest first: the newest is what people ask about. */
export const groupBySession = (summaries: readonly PlaybackSummary[]): SessionGroup[] => {
  const bySession = new Map<string | null, PlaybackSummary[]>();
  for (const item of summaries)
    bySession.set(item.sessionId, [...(bySession.get(item.sessionId) ?? []), item]);
  return [...bySession]
    .map(([sessionId, items]) => groupOf(sessionId, items))
    .sort((a, b) => b.startAt.localeCompare(a.startAt));
};
