import { describe, expect, it } from 'vitest';
import {
  announcementsAt,
  configAt,
  itemAt,
  keysAt,
  morning,
  programAt,
  sha,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;

const readyDevice = (patch: Parameters<typeof configAt>[1] = {}, seed = 1): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, seed });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day, patch));
  world.advance(1_000);
  return world;
};

const of = (character: string) => ({ kind: 'asset', sha256: sha(character) }) as const;
const sized = (...characters: string[]) =>
  Object.fromEntries(characters.map((one) => [sha(one), { sizeBytes: 1_000, durationMs: 300_000 }]));
const missing = (world: DeviceWorld) =>
  world.reports().map(({ payload }) => JSON.parse(JSON.stringify(payload)).missing);
const outcomes = (world: DeviceWorld) =>
  world.ended().map((event) => [event.itemId, event.outcome, event.reason]);

describe('audio', () => {
  it('is fetched ahead from every media server in turn, what sounds sooner first, a few at a time', () => {
    const world = readyDevice();
    const items = ['d', 'c', 'b', 'a'].map((one, n) =>
      itemAt(one, morning + (4 - n) * hour, { source: of(one) }),
    );
    world.deliver(programAt(eve, items, { assets: sized('a', 'b', 'c', 'd') }));
    world.advance(1_000);
    expect(world.fetches.map((one) => one.sha256[0])).toEqual(['a', 'b', 'c', 'd']);
    expect(world.fetches[0]?.urls).toEqual([
      `http://media.example/a/${sha('a')}.mp3`,
      `http://media.example/b/${sha('a')}.mp3`,
    ]);
    expect((world.fetches[2]?.at ?? 0) - (world.fetches[0]?.at ?? 0)).toBeGreaterThanOrEqual(50);
    expect(world.state().cached.size).toBe(4);
  });

  it('is fetched at random within the jitter, so that a fleet does not come together', () => {
    const starts = [1, 2, 3, 4, 5, 6].map((seed) => {
      const world = readyDevice({ fetchJitterMs: 600_000 }, seed);
      world.deliver(programAt(world.now(), [itemAt('a', morning)]));
      const from = world.now();
      world.advance(11 * minute);
      return (world.fetches[0]?.at ?? 0) - from;
    });
    expect(new Set(starts).size).toBe(6);
    expect(Math.max(...starts)).toBeLessThanOrEqual(600_100);
    expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThan(60_000);
  });

  it('of an item placed a minute ahead is there in time, whatever the jitter', () => {
    for (const seed of [1, 2, 3, 4]) {
      const world = readyDevice({ fetchJitterMs: 3_600_000 }, seed);
      world.advanceTo(morning);
      world.deliver(programAt(eve, [itemAt('a', morning + minute)]));
      world.advance(10 * minute);
      expect(outcomes(world)).toEqual([['a', 'played', null]]);
    }
  });

  it('that cannot be had is tried again, more and more rarely, and its reason reported', () => {
    const world = readyDevice();
    world.knobs.fetchFault = () => 'not-found';
    world.deliver(programAt(eve, [itemAt('a', morning + day)]));
    world.advance(hour);
    expect(world.fetches.length).toBeGreaterThan(8);
    expect(world.fetches.length).toBeLessThan(40);
    expect(missing(world).at(-1)).toEqual([{ sha256: sha('a'), reason: 'not-found' }]);
  });

  it('does not fit on a full card: missed, and the state says disk-full', () => {
    const world = readyDevice();
    world.knobs.fetchFault = () => 'disk-full';
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(outcomes(world)).toEqual([['a', 'missed', 'not-cached']]);
    expect(missing(world).flat()).toContainEqual({ sha256: sha('a'), reason: 'disk-full' });
  });

  it('found damaged at its start is fetched again and joined', () => {
    const world = readyDevice();
    let damaged = true;
    world.knobs.outputFault = () => {
      const reason = damaged ? 'hash-mismatch' : null;
      damaged = false;
      return reason;
    };
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.fetches).toHaveLength(2);
    expect(outcomes(world)[0]?.slice(0, 2)).toEqual(['a', 'played']);
    expect(world.heard[0]?.positionMs).toBeGreaterThan(0);
  });

  it('that stays damaged fails its item', () => {
    const world = readyDevice();
    world.knobs.outputFault = () => {
      world.knobs.fetchFault = () => 'hash-mismatch';
      return 'hash-mismatch';
    };
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(outcomes(world)).toEqual([['a', 'failed', 'hash-mismatch']]);
  });

  it('that stays damaged until its item is removed tells nothing: nothing was heard', () => {
    const world = readyDevice();
    world.knobs.outputFault = () => {
      world.knobs.fetchFault = () => 'hash-mismatch';
      return 'hash-mismatch';
    };
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + 10_000);
    expect(Object.keys(world.state().ledger.attempts)).toEqual(['a']);
    world.deliver(programAt(eve + 1, []));
    world.advanceTo(morning + hour);
    expect(outcomes(world)).toEqual([]);
    expect(world.state().ledger.attempts).toEqual({});
  });

  it('for emergencies is held although nothing planned names it', () => {
    const world = readyDevice();
    world.deliver(announcementsAt(eve, []));
    world.advance(1_000);
    expect([...world.state().cached]).toEqual([sha('e')]);
  });

  it('that no document names any more is given up, and a cut-off fetch of it as well', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(1_000);
    world.deliver(programAt(eve + 1, [itemAt('b', morning, { source: of('b') })], { assets: sized('b') }));
    world.advance(20);
    world.deliver(programAt(eve + 2, [], { assets: {} }));
    world.advance(minute);
    expect(world.state().cached.size).toBe(0);
    expect(world.assets.size).toBe(0);
    expect(world.state().jobs).toEqual({});
  });

  it('survives a power cut without being fetched again', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(minute);
    world.powerCut();
    world.boot();
    world.connect();
    world.advanceTo(morning + hour);
    expect(world.fetches).toHaveLength(1);
    expect(outcomes(world)).toEqual([['a', 'played', null]]);
  });

  it('is not evicted while the program itself is missing', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(minute);
    const [first] = keysAt(eve).keys;
    if (!first) throw new Error('No key');
    world.deliver(
      keysAt(eve, {
        keys: [
          { ...first, revokedAt: eve },
          { ...first, kid: 'k2' },
        ],
      }),
      'root',
    );
    world.advance(minute);
    expect(world.state().cached.size).toBe(1);
  });
});

describe('reports', () => {
  it('tell on connection and on change what is held, cached and missing', () => {
    const world = readyDevice();
    const before = world.reports().length;
    expect(before).toBeGreaterThan(0);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(5_000);
    expect(world.reports().at(-1)?.payload).toMatchObject({
      versions: { keys: eve - day, config: eve - day, program: eve },
      cached: [sha('a')],
      missing: [],
      spool: { spoolId: 'spool-1', nextSeq: 1, ackedSeq: 0 },
    });
    const count = world.reports().length;
    world.advance(hour);
    expect(world.reports()).toHaveLength(count);
  });

  it('beat at the configured interval with what is playing', () => {
    const world = readyDevice({ heartbeatIntervalMs: 10_000 });
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + minute);
    const beats = world.published.filter(({ topic }) => topic.endsWith('/heartbeat'));
    expect(beats.length).toBeGreaterThan(700);
    expect(beats.length).toBeLessThan(800);
    const last = beats.at(-1);
    expect(last?.payload).toMatchObject({
      playing: { itemId: 'a', sha256: sha('a') },
      versions: { program: eve },
      cache: { assets: 1, missing: 0 },
      volume: 70,
    });
  });
});
