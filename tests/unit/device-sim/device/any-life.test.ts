import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Announcement, type ProgramItem, planPlace, topics } from '#protocol';
import {
  announcementsAt,
  configAt,
  emergencyAt,
  itemAt,
  keysAt,
  morning,
  programAt,
  sha,
  testArea,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - hour;
/** When everything that began within the hour is over. */
const finish = morning + 4 * hour;
const province = '25.20200101';

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

/** What can happen to a device, at a second of the hour, and how long it lasts. */
const anyHappening = fc.record({
  kind: fc.constantFrom('power', 'network', 'emergency', 'province', 'stop', 'reissue'),
  atS: fc.integer({ min: 0, max: 3_400 }),
  lastsS: fc.integer({ min: 1, max: 900 }),
  /** Of an emergency: the share of its length after which it is ended; whole when it is let run. */
  share: fc.constantFrom(0.3, 1),
});
type Happening = { kind: string; atS: number; lastsS: number; share: number };

const setUp = (items: ProgramItem[], ownOffsetMs: number): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, ownOffsetMs, driftPpm: 20 });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day, { ancestorKeys: [province] }));
  world.advance(100);
  world.deliver(programAt(eve, items, { assets }));
  world.advance(minute);
  return world;
};

type Life = {
  world: DeviceWorld;
  /** Starts of the emergencies by id. */
  emergencies: Map<string, number>;
  /** Spans in which the device has known of a stop. */
  silences: { from: number; to: number }[];
};

/** Lives through the happenings, which may overlap; what is published while the device is away waits for it. */
const live = (items: ProgramItem[], happenings: Happening[]): Life => {
  const world = setUp(items, -987_654);
  const emergencies: Life['emergencies'] = new Map();
  const silences: Life['silences'] = [];
  const listed = new Map<string, Map<string, Announcement>>([
    [testArea, new Map()],
    [province, new Map()],
  ]);
  const retained = new Map<string, { topic: string }>();
  const away = { power: 0, network: 0 };
  let version = eve;

  const knowStops = (): void => {
    for (const announcement of [...listed.values()].flatMap((all) => [...all.values()])) {
      if (announcement.kind !== 'stop' || announcement.endAt !== undefined) continue;
      silences.push({ from: world.now() + 20, to: Number.POSITIVE_INFINITY });
    }
  };
  const publish = (document: { topic: string }): void => {
    retained.set(document.topic, document);
    if (away.power === 0 && away.network === 0) world.deliver(document);
  };
  const come = (): void => {
    if (away.power > 0 || away.network > 0) return;
    world.connect();
    for (const document of retained.values()) world.deliver(document);
    knowStops();
  };
  const announce = (areaKey: string, announcement: Announcement): void => {
    version += 1;
    const all = listed.get(areaKey)?.set(announcement.id, announcement) ?? new Map();
    const where = { areaKey, topic: topics.announcements(areaKey) };
    publish(announcementsAt(version, [...all.values()], { assets, ...where }));
  };

  const begin: Record<string, (one: Happening) => void> = {
    power: () => {
      if (away.power === 0) world.powerCut();
      away.power += 1;
    },
    network: () => {
      if (away.network === 0 && away.power === 0) world.disconnect();
      away.network += 1;
    },
    reissue: () => {
      version += 1;
      publish(programAt(version, items, { assets }));
    },
    emergency: ({ lastsS }) => startEmergency(testArea, lastsS),
    province: ({ lastsS }) => startEmergency(province, lastsS),
    stop: (one) => {
      announce(province, { ...stopOf(one), startAt: Math.ceil(world.now()) });
      if (away.power === 0 && away.network === 0) knowStops();
    },
  };
  const startEmergency = (areaKey: string, lastsS: number): void => {
    const startAt = Math.ceil(world.now());
    const id = `emergency-${version}`;
    emergencies.set(id, startAt);
    announce(areaKey, emergencyAt(id, startAt, lastsS * second));
  };
  const stopOf = ({ atS, lastsS }: Happening) =>
    ({ kind: 'stop', id: `stop-${atS}-${lastsS}`, title: '', startAt: eve, targetSet: 'all' }) as const;

  const end: Record<string, (one: Happening) => void> = {
    power: () => {
      away.power -= 1;
      if (away.power > 0) return;
      world.boot();
      come();
    },
    network: () => {
      away.network -= 1;
      if (away.network === 0) come();
    },
    emergency: (one) => endEmergency(testArea, one),
    province: (one) => endEmergency(province, one),
    stop: (one) => {
      const endAt = Math.floor(world.now());
      const { id } = stopOf(one);
      const stop = listed.get(province)?.get(id);
      if (stop?.kind !== 'stop' || stop.endAt !== undefined) return;
      announce(province, { ...stop, endAt });
      // Another stop may go on: only what each says by itself is counted.
      for (const silence of silences) silence.to = Math.min(silence.to, endAt);
      knowStops();
    },
  };
  const endEmergency = (areaKey: string, { share }: Happening): void => {
    if (share === 1) return;
    const endAt = Math.floor(world.now());
    for (const one of listed.get(areaKey)?.values() ?? []) {
      if (one.kind === 'emergency' && one.startAt < endAt && endAt < one.endAt)
        announce(areaKey, { ...one, endAt });
    }
  };

  const acts = happenings.flatMap((one) => [
    { at: morning + one.atS * second, run: () => begin[one.kind]?.(one) },
    { at: morning + (one.atS + one.lastsS * one.share) * second, run: () => end[one.kind]?.(one) },
  ]);
  for (const { at, run } of acts.sort((a, b) => a.at - b.at)) {
    world.advanceTo(Math.max(world.now(), at));
    run();
  }
  world.advanceTo(finish);
  return { world, emergencies, silences };
};

// Whole hours of a life, many times over: on a busy machine that takes its time.
describe('whatever happens to a device', { timeout: 60_000 }, () => {
  it('every item ends exactly once, nothing sounds twice at once, and the numbers have no hole', () => {
    fc.assert(
      fc.property(anyItems, fc.array(anyHappening, { maxLength: 6 }), (items, happenings) => {
        const { world, emergencies, silences } = live(items, happenings);
        const ended = world.ended().map((event) => event.itemId);
        expect([...ended].sort()).toEqual([...items.map((item) => item.id), ...emergencies.keys()].sort());
        expect(world.spool().map((event) => event.seq)).toEqual(world.spool().map((_, n) => n + 1));

        const heard = [...world.heard].sort((a, b) => a.from - b.from);
        for (const [n, one] of heard.entries()) {
          const before = heard[n - 1];
          // Own-clock instants turned into true ones and back: less than a sample.
          if (before) expect(one.from).toBeGreaterThanOrEqual(before.to - 0.02);
        }
        for (const { from, to } of heard) {
          expect(silences.filter((silence) => from < silence.to && to > silence.from)).toEqual([]);
        }
        for (const { itemId, from, positionMs } of heard) {
          // Whenever a device comes to an emergency, it enters where all others are.
          const startAt = emergencies.get(itemId);
          if (startAt !== undefined) expect(Math.abs(from - positionMs - startAt)).toBeLessThan(60);
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
