import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programDocument, topics } from '#protocol';
import {
  type AreaPlan,
  keepEndedMs,
  type Past,
  type PlannedArea,
  planArea,
} from '../../../../controller/domain/program.ts';
import { layOutSessions, type PlannedSession } from '../../../../controller/domain/session-layout.ts';
import type { SessionTarget } from '../../../../controller/domain/session-target.ts';
import { planOf } from '../../../../device-sim/device/make-plan.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.parse('2026-11-23T12:00:00+07:00');
const horizonEnd = now + 10 * day;

const province = '25.20200101';
const district = '237.20200101';
const commune = '07888.20200101';
const otherCommune = '07890.20200101';
const zones = ['07888-01.20200101', '07888-02.20200101', '07888-03.20200101'];
const clusterIds = ['clu_0', 'clu_1', 'clu_2', 'clu_3', 'clu_4', 'clu_5'];

const anyArea: fc.Arbitrary<PlannedArea> = fc
  .array(fc.option(fc.constantFrom(...zones), { freq: 3 }), { minLength: 1, maxLength: clusterIds.length })
  .map((zoneKeys) => ({
    key: commune,
    ancestors: [district, province],
    zones,
    clusters: zoneKeys.map((zoneKey, n) => ({ id: `clu_${n}`, zoneKey })),
  }));

const anyTarget: fc.Arbitrary<SessionTarget> = fc.oneof(
  fc
    .constantFrom(...zones, commune, district, province, otherCommune, '238.20200101')
    .map((areaKey) => ({ areaKey })),
  fc.constantFrom(...clusterIds, 'clu_elsewhere').map((clusterId) => ({ clusterId })),
);

/** Bulletins b0 to b5, each with audio of its own and of its own length; two of them may not air. */
const bulletins = [4, 3, 5, 2, 6, 1].map((minutes, n) => ({
  id: `b${n}`,
  title: `Bản tin ${n}`,
  class: n === 2 ? ('priority' as const) : ('normal' as const),
  approval: n === 4 ? ('submitted' as const) : ('approved' as const),
  airsFrom: 0,
  audioState: n === 5 ? 'processing' : 'ready',
  sha256: String(n).repeat(64),
  durationMs: minutes * minute,
}));
const shelf = {
  bulletin: (id: string) => bulletins.find((one) => one.id === id),
  asset: (sha256: string) => {
    const found = bulletins.find((one) => one.sha256 === sha256);
    return found && { sha256, sizeBytes: 1_000, durationMs: found.durationMs };
  },
};

const anySession = fc.record({
  targets: fc.array(anyTarget, { minLength: 1, maxLength: 3 }),
  class: fc.constantFrom('normal' as const, 'priority' as const),
  volume: fc.integer({ min: 0, max: 100 }),
  startsLocal: fc
    .constantFrom('05:00:00', '11:50:00', '12:00:00', '17:00:00', '23:59:00')
    .map((time) => `2026-11-20T${time}`),
  rrule: fc.constantFrom(null, 'FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TH'),
  durationMs: fc.constantFrom(5 * minute, 12 * minute, 30 * minute),
  late: fc.constantFrom('join' as const, 'skip' as const, 'restart' as const),
  resume: fc.constantFrom('resume' as const, 'skip' as const, 'restart' as const),
  hasException: fc.boolean(),
});
const anySessions: fc.Arbitrary<PlannedSession[]> = fc.array(anySession, { maxLength: 5 }).map((drafts) =>
  drafts.map(({ hasException, ...draft }, n) => ({
    ...draft,
    areaKey: province,
    id: `ses_${n}`,
    standing: n === 0 ? [{ bulletinId: 'b3', place: 'before' as const }] : [],
    timeZone: 'Asia/Ho_Chi_Minh',
    exception: hasException ? { id: `exc_${n}`, reason: 'Bão số 5', approvedBy: 'admin' } : null,
  })),
);
/** By session and date in turn: silent dates, one bulletin, several, the same one twice. */
const anyOrders = fc.array(fc.array(fc.constantFrom(...bulletins.map(({ id }) => id)), { maxLength: 4 }), {
  minLength: 1,
  maxLength: 7,
});

/** Whether a target means a cluster, read off the tree. */
const means = (target: SessionTarget, area: PlannedArea, clusterId: string): boolean => {
  if ('clusterId' in target) return target.clusterId === clusterId;
  const cluster = area.clusters.find(({ id }) => id === clusterId);
  return [province, district, commune, cluster?.zoneKey].includes(target.areaKey);
};

const asDocument = ({ items, targetSets, assets }: AreaPlan) =>
  // Over the wire and back: what a device reads is JSON that it has parsed.
  programDocument.parse(
    JSON.parse(
      JSON.stringify({
        schema: 'tt/program/1',
        topic: topics.program(commune),
        version: now,
        issuedAt: now,
        expiresAt: horizonEnd,
        areaKey: commune,
        horizonEnd,
        targetSets,
        items,
        assets,
      }),
    ),
  );

const resolve = (area: PlannedArea, plan: AreaPlan) => {
  const program = asDocument(plan);
  return new Map(
    area.clusters.map(({ id, zoneKey }) => [
      id,
      planOf({
        areas: [{ program, policy: null, announcements: null }],
        ancestors: [],
        place: { clusterId: id, zoneKey },
      }),
    ]),
  );
};

const layouts = (sessions: readonly PlannedSession[], orders: readonly (readonly string[])[]) =>
  layOutSessions({
    sessions,
    runningOrders: (sessionId, date) =>
      orders[(Number(date.slice(8)) + Number(sessionId.slice(4))) % orders.length],
    shelf,
    from: now - keepEndedMs,
    to: horizonEnd,
  });

const noPast: Past = new Map();

describe('a program, whatever the sessions', () => {
  it('gives each cluster exactly the items that were laid out for it, as they were laid out', () => {
    fc.assert(
      fc.property(anyArea, anySessions, anyOrders, (area, sessions, orders) => {
        const laidOut = layouts(sessions, orders);
        const plans = resolve(area, planArea({ area, layouts: laidOut, past: noPast, now, horizonEnd }));
        for (const [clusterId, plan] of plans) {
          const expected = laidOut.flatMap(({ session, occurrences }) =>
            session.targets.some((target) => means(target, area, clusterId))
              ? occurrences.flatMap(({ slots }) =>
                  slots
                    // What is over was not planned before, so it stays out.
                    .filter((slot) => slot.endAt > now && slot.startAt < horizonEnd)
                    .map((slot) => ({
                      id: slot.itemId,
                      title: slot.title,
                      class: slot.class,
                      startAt: slot.startAt,
                      endAt: slot.endAt,
                      sha256: slot.asset.sha256,
                      programVersion: now,
                      volume: session.volume,
                      audioMs: slot.asset.durationMs,
                    })),
                )
              : [],
          );
          const found = [...plan.planned.values()].map(({ facts, volume, audioMs }) => ({
            ...facts,
            volume,
            audioMs,
          }));
          const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
          expect(found.sort(byId)).toEqual(expected.sort(byId));
          expect([...plan.assets.keys()].sort()).toEqual(
            [...new Set(expected.map(({ sha256 }) => sha256))].sort(),
          );
        }
      }),
      { numRuns: 120 },
    );
  });

  it('and the rows of the ledger name the same clusters as the devices do', () => {
    fc.assert(
      fc.property(anyArea, anySessions, anyOrders, (area, sessions, orders) => {
        const plan = planArea({ area, layouts: layouts(sessions, orders), past: noPast, now, horizonEnd });
        const plans = resolve(area, plan);
        const everyone = area.clusters.map(({ id }) => id);
        const expected = plan.planItems.flatMap((row) =>
          (row.clusterIds ?? everyone).map((clusterId) => `${row.itemId} ${clusterId}`),
        );
        const found = [...plans].flatMap(([clusterId, { planned }]) =>
          [...planned.values()].map(({ facts: { id: itemId } }) => `${itemId} ${clusterId}`),
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('is the same in whatever order sessions and targets come', () => {
    const shuffled = anySessions.chain((sessions) =>
      fc.tuple(
        fc.constant(sessions),
        fc.shuffledSubarray(sessions, { minLength: sessions.length, maxLength: sessions.length }),
      ),
    );
    fc.assert(
      fc.property(anyArea, shuffled, anyOrders, (area, [sessions, others], orders) => {
        const turned = others.map((one) => ({ ...one, targets: [...one.targets].reverse() }));
        const plans = [sessions, turned].map((given) =>
          resolve(area, planArea({ area, layouts: layouts(given, orders), past: noPast, now, horizonEnd })),
        );
        const segments = plans.map((byCluster) =>
          [...byCluster].map(([clusterId, plan]) => [
            clusterId,
            plan.segments.map(({ candidate, startAt, endAt, positionMs }) => [
              candidate.id,
              startAt,
              endAt,
              positionMs,
            ]),
          ]),
        );
        expect(segments[1]).toEqual(segments[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what it has said of the past: planned items stay a day, cancelled ones never come back', () => {
    fc.assert(
      fc.property(
        anyArea,
        anySessions,
        anyOrders,
        fc.array(fc.boolean()),
        (area, sessions, orders, coins) => {
          const laidOut = layouts(sessions, orders);
          const slots = laidOut.flatMap(({ occurrences }) => occurrences.flatMap((one) => one.slots));
          const past: Past = new Map(
            slots
              .filter((slot) => slot.startAt <= now)
              .flatMap((slot, n) => {
                const coin = coins[n];
                return coin === undefined ? [] : [[slot.itemId, coin ? 'planned' : 'cancelled'] as const];
              }),
          );
          const { items } = planArea({ area, layouts: laidOut, past, now, horizonEnd });
          const ids = new Set(items.map(({ id }) => id));
          for (const [itemId, fate] of past) {
            const slot = slots.find((one) => one.itemId === itemId);
            if (fate === 'cancelled') expect(ids.has(itemId)).toBe(false);
            else if (slot && slot.endAt <= now - keepEndedMs) expect(ids.has(itemId)).toBe(false);
          }
          const kept = items.filter((item) => item.endAt <= now);
          expect(kept.every((item) => past.get(item.id) === 'planned')).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
