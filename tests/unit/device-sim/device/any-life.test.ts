import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ProgramItem, planPlace } from '#protocol';
import { planOf } from '../../../../device-sim/device/plan.ts';
import { memoisePlan } from '../../../../device-sim/device/plan-memo.ts';
import {
  announcementsAt,
  configAt,
  emergencyAt,
  itemAt,
  keysAt,
  morning,
  programAt,
  sha,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - hour;
const end = morning + hour;

const letters = ['a', 'b', 'c'];
const assets = Object.fromEntries(
  [...letters, 'e'].map((one, n) => [sha(one), { sizeBytes: 10, durationMs: (n + 1) * 2 * minute }]),
);

const anyItem = fc.record({
  offsetS: fc.integer({ min: 0, max: 2_400 }),
  lengthS: fc.integer({ min: 1, max: 900 }),
  slackS: fc.integer({ min: 0, max: 600 }),
  class: fc.constantFrom('normal', 'priority'),
  order: fc.integer({ min: 0, max: 2 }),
  late: fc.constantFrom('join', 'skip', 'restart'),
  resume: fc.constantFrom('resume', 'skip', 'restart'),
  asset: fc.constantFrom(...letters),
});
const anyItems = fc.array(anyItem, { maxLength: 6 }).map((drafts) =>
  drafts.map(({ offsetS, lengthS, slackS, asset, ...rest }, n): ProgramItem => {
    const startAt = morning + offsetS * second;
    const endAt = startAt + lengthS * second;
    const source = { kind: 'asset', sha256: sha(asset) } as const;
    return itemAt(`item-${n}`, startAt, { ...rest, endAt, latestEndAt: endAt + slackS * second, source });
  }),
);

/** What can happen to a device, at a second of the hour. */
const anyHappening = fc.oneof(
  fc.record({
    kind: fc.constant('power' as const),
    atS: fc.integer({ min: 0, max: 3_500 }),
    offS: fc.integer({ min: 0, max: 900 }),
  }),
  fc.record({
    kind: fc.constant('network' as const),
    atS: fc.integer({ min: 0, max: 3_500 }),
    offS: fc.integer({ min: 0, max: 900 }),
  }),
  fc.record({
    kind: fc.constant('emergency' as const),
    atS: fc.integer({ min: 0, max: 3_000 }),
    offS: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({
    kind: fc.constant('reissue' as const),
    atS: fc.integer({ min: 0, max: 3_500 }),
    offS: fc.constant(0),
  }),
);
type Happening = { kind: 'power' | 'network' | 'emergency' | 'reissue'; atS: number; offS: number };

const setUp = (items: ProgramItem[], ownOffsetMs: number): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, ownOffsetMs, driftPpm: 20 });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day));
  world.advance(100);
  world.deliver(programAt(eve, items, { assets }));
  world.advance(minute);
  return world;
};

/** Lives through the happenings in order; overlapping ones wait for each other, as one hand does one thing. */
const live = (
  items: ProgramItem[],
  happenings: Happening[],
): { world: DeviceWorld; emergencies: string[] } => {
  const world = setUp(items, -987_654);
  const emergencies: string[] = [];
  let version = eve;
  for (const { kind, atS, offS } of [...happenings].sort((a, b) => a.atS - b.atS)) {
    world.advanceTo(Math.max(world.now(), morning + atS * second));
    version += 1;
    if (kind === 'power') {
      world.powerCut();
      world.advance(offS * second);
      world.boot();
      world.connect();
    } else if (kind === 'network') {
      world.disconnect();
      world.advance(offS * second);
      world.connect();
    } else if (kind === 'reissue') {
      world.deliver(programAt(version, items, { assets }));
    } else {
      const id = `emergency-${version}`;
      emergencies.push(id);
      const startAt = Math.ceil(world.now());
      world.deliver(announcementsAt(version, [emergencyAt(id, startAt, offS * second)], { assets }));
      world.advanceTo(startAt + offS * second + 10 * second);
    }
  }
  world.advanceTo(end + 2 * hour);
  return { world, emergencies };
};

// Whole hours of a life, many times over: on a busy machine that takes its time.
describe('whatever happens to a device', { timeout: 60_000 }, () => {
  it('every item ends exactly once, nothing sounds twice at once, and the numbers have no hole', () => {
    fc.assert(
      fc.property(anyItems, fc.array(anyHappening, { maxLength: 6 }), (items, happenings) => {
        const { world, emergencies } = live(items, happenings);
        const ended = world.ended().map((event) => event.itemId);
        expect([...ended].sort()).toEqual([...items.map((item) => item.id), ...emergencies].sort());
        expect(world.spool().map((event) => event.seq)).toEqual(world.spool().map((_, n) => n + 1));

        const heard = [...world.heard].sort((a, b) => a.from - b.from);
        for (const [n, one] of heard.entries()) {
          const before = heard[n - 1];
          // Own-clock instants turned into true ones and back: less than a sample.
          if (before) expect(one.from).toBeGreaterThanOrEqual(before.to - 0.02);
        }
        for (const event of world.ended()) {
          const sounded = world.heard.filter((one) => one.itemId === event.itemId);
          if (event.outcome === 'played') expect(sounded.length).toBeGreaterThan(0);
          if (event.outcome === 'skipped' || event.outcome === 'missed') expect(sounded).toEqual([]);
          const total = sounded.reduce((sum, one) => sum + one.to - one.from, 0);
          // A power cut loses what sounded since the last checkpoint, never invents any.
          expect(event.playedMs).toBeLessThanOrEqual(total + 100);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('what sounds is what the timeline says, when nothing is in its way', () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const { world } = live(items, []);
        const place = { clusterId: 'cluster-1', zoneKey: null };
        const program = programAt(eve, items, { assets });
        const areas = [{ program, policy: null, announcements: null }];
        const { segments } = planPlace({ place, areas, ancestors: [] });
        const complete = new Set<string>();
        const expected = segments.flatMap(({ candidate, startAt, endAt, positionMs }) => {
          const item = items.find((one) => one.id === candidate.id);
          // A displaced item whose audio was over anyway has been played and does not begin again.
          if (item?.source.kind !== 'asset' || complete.has(candidate.id)) return [];
          const audioMs = assets[item.source.sha256]?.durationMs ?? 0;
          const to = Math.min(endAt, startAt - positionMs + audioMs);
          if (to < endAt || to === startAt - positionMs + audioMs) complete.add(candidate.id);
          return to > startAt ? [{ id: candidate.id, from: startAt, to }] : [];
        });
        expect(world.heard.map((one) => one.itemId)).toEqual(expected.map((one) => one.id));
        for (const [n, one] of world.heard.entries()) {
          expect(Math.abs(one.from - (expected[n]?.from ?? 0))).toBeLessThan(60);
          expect(Math.abs(one.to - (expected[n]?.to ?? 0))).toBeLessThan(60);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('the same events give the same loudspeaker', () => {
    fc.assert(
      fc.property(anyItems, fc.array(anyHappening, { maxLength: 4 }), (items, happenings) => {
        const [first, second] = [live(items, happenings).world, live(items, happenings).world];
        expect(second.effects).toEqual(first.effects);
      }),
      { numRuns: 10 },
    );
  });
});

it('a remembered plan is the plan', () => {
  const plan = memoisePlan();
  fc.assert(
    fc.property(
      anyItems,
      fc.constantFrom('cluster-1', 'cluster-2'),
      fc.boolean(),
      fc.boolean(),
      (items, clusterId, hasEmergency, isOfCommune) => {
        const targetSets = { all: { all: true as const }, one: { clusterIds: ['cluster-1'], zoneKeys: [] } };
        const program = programAt(
          eve,
          items.map((item, n) => ({ ...item, targetSet: n % 2 ? 'all' : 'one' })),
          { assets, targetSets },
        );
        const announcements = hasEmergency ? announcementsAt(eve, [emergencyAt('x', morning, minute)]) : null;
        const question = {
          areas: [{ program, policy: null, announcements: isOfCommune ? announcements : null }],
          ancestors: announcements && !isOfCommune ? [announcements] : [],
          place: { clusterId, zoneKey: null },
        };
        expect(plan(question)).toEqual(planOf(question));
        expect(plan(question)).toBe(plan({ ...question, place: { clusterId, zoneKey: 'other' } }));
        expect(plan(question).planned.has('x')).toBe(hasEmergency);
      },
    ),
    { numRuns: 50 },
  );
});
