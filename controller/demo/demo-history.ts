import { itemId } from '#protocol';
import type { PlaybackRow } from '../app/ports/store/playbacks.ts';
import type { PresenceDay, PresenceInterval } from '../app/ports/store/presence.ts';
import type { DemoCluster, DemoFault } from './demo-clusters.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

export const historyDays = 35;
const hour = 3_600_000;
const day = 24 * hour;
const vietnamOffset = 7 * hour;

/** Troubled devices worked until so long ago: longer than the days for which evidence proves a commune. */
const troubleSinceDays: Readonly<Record<DemoFault, number>> = {
  offline: 9,
  'card-full': 10,
  'clock-94s': 12,
  'amplifier-dead': 3,
  'no-mains': 1,
  'wire-cut': 5,
};

export type HistoryAsset = { sha256: string; title: string; durationMs: number };
type Slot = { startAt: number; asset: HistoryAsset; item: string };

const localMidnight = (t: number): number => Math.floor((t + vietnamOffset) / day) * day - vietnamOffset;

/** Items of the 05:00 and 17:00 sessions of one past day. */
const slotsOf = (
  midnight: number,
  assets: readonly HistoryAsset[],
  sessionIds: readonly [string, string],
): Slot[] =>
  ([5, 17] as const).flatMap((startHour, which) => {
    let startAt = midnight + startHour * hour;
    const recurrenceAt = startAt;
    return assets.map((asset, position) => {
      const item = itemId({
        sessionId: sessionIds[which] ?? sessionIds[0],
        recurrenceAt,
        position,
        sha256: asset.sha256,
      });
      const slot = { startAt, asset, item };
      startAt += asset.durationMs;
      return slot;
    });
  });

const outcomeOf = (
  fault: DemoFault | null,
  daysAgo: number,
  random: SeededRandom,
): Pick<PlaybackRow, 'outcome' | 'reason' | 'grade'> => {
  const troubled = fault !== null && daysAgo < troubleSinceDays[fault];
  if (troubled && fault === 'offline') return { outcome: 'unknown', reason: 'no-report', grade: null };
  if (troubled && fault === 'card-full')
    return { outcome: 'missed', reason: 'not-cached', grade: 'reported' };
  if (troubled && fault === 'clock-94s') return { outcome: 'missed', reason: 'clock', grade: 'reported' };
  if (troubled && fault === 'amplifier-dead')
    return { outcome: 'failed', reason: 'amplifier', grade: 'reported' };
  const luck = random();
  if (luck < 0.004) return { outcome: 'unknown', reason: 'no-report', grade: null };
  if (luck < 0.008) return { outcome: 'missed', reason: 'power-off', grade: 'reported' };
  if (luck < 0.01) return { outcome: 'interrupted', reason: 'power', grade: 'reported' };
  return {
    outcome: 'played',
    reason: null,
    grade: fault === 'wire-cut' || luck > 0.35 ? 'reported' : 'measured',
  };
};

const playbackOf = (slot: Slot, one: DemoCluster, daysAgo: number, random: SeededRandom): PlaybackRow => {
  const verdict = outcomeOf(one.fault, daysAgo, random);
  const heard = verdict.outcome === 'played' || verdict.outcome === 'interrupted';
  const plannedEnd = slot.startAt + slot.asset.durationMs;
  const lateness = Math.round(random() * 40);
  const finishedAt =
    verdict.outcome === 'interrupted'
      ? slot.startAt + Math.round(slot.asset.durationMs / 2)
      : plannedEnd + lateness;
  return {
    itemId: slot.item,
    deviceId: one.device.id,
    clusterId: one.cluster.id,
    areaKey: one.cluster.areaKey,
    sessionId: slot.item.slice(0, slot.item.indexOf('.')),
    title: slot.asset.title,
    class: 'normal',
    sha256: slot.asset.sha256,
    programVersion: slot.startAt - day,
    plannedStart: slot.startAt,
    plannedEnd,
    startedAt: heard ? slot.startAt + lateness : null,
    finishedAt: heard ? finishedAt : null,
    ...verdict,
    clockErrorMs: heard ? Math.round(5 + random() * 30) : null,
    deviation: null,
    lateEvidence: false,
    updatedAt: plannedEnd,
    isDemo: true,
  };
};

/** Labelled playbacks of the last 35 days, one day at a time so that they need little memory. */
export function* demoPlaybacks(
  clusters: readonly DemoCluster[],
  assets: readonly HistoryAsset[],
  sessionIds: readonly [string, string],
  now: number,
): Generator<PlaybackRow[]> {
  const random = seededRandom(7);
  for (let daysAgo = historyDays; daysAgo >= 0; daysAgo -= 1) {
    const slots = slotsOf(localMidnight(now) - daysAgo * day, assets, sessionIds).filter(
      (slot) => slot.startAt + hour < now,
    );
    yield slots.flatMap((slot) => clusters.map((one) => playbackOf(slot, one, daysAgo, random)));
  }
}

/** Roll-ups and intervals of presence over the same days. */
export const demoPresence = (
  clusters: readonly DemoCluster[],
  now: number,
): { days: PresenceDay[]; intervals: PresenceInterval[] } => {
  const random = seededRandom(11);
  const today = localMidnight(now);
  const offlineSince = (one: DemoCluster): number =>
    one.fault === 'offline' ? today - troubleSinceDays.offline * day : now;
  const from = today - historyDays * day;
  const days = clusters.flatMap((one) =>
    Array.from({ length: historyDays }, (_, index): PresenceDay => {
      const midnight = from + index * day;
      const reached = midnight < offlineSince(one);
      const lostMs = reached ? (random() < 0.15 ? Math.round(random() * 2 * hour) : 0) : day;
      const date = new Date(midnight + vietnamOffset).toISOString().slice(0, 10);
      return {
        deviceId: one.device.id,
        day: date,
        onlineMs: day - lostMs,
        lateMs: 0,
        offlineMs: lostMs,
        unknownMs: 0,
      };
    }),
  );
  const intervals = clusters.flatMap((one): PresenceInterval[] => {
    const deviceId = one.device.id;
    const since = offlineSince(one);
    const online = { deviceId, state: 'online', fromAt: from, toAt: since } as const;
    return since < now ? [online, { deviceId, state: 'offline', fromAt: since, toAt: now }] : [online];
  });
  return { days, intervals };
};
