import { beforeEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import {
  configAt,
  itemAt,
  keysAt,
  morning,
  policyAt,
  programAt,
  sha,
  testArea,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;

/** Powered, connected, configured, with the clock set: what a device is the evening before. */
const readyDevice = (startAt = eve, ownOffsetMs = -3_456_789): DeviceWorld => {
  const world = createDeviceWorld({ startAt, ownOffsetMs });
  world.boot();
  world.connect();
  world.advance(100);
  world.deliver(keysAt(startAt - day), 'root');
  world.advance(100);
  world.deliver(configAt(startAt - day));
  world.advance(100);
  return world;
};

describe('a planned item', () => {
  let world: DeviceWorld;
  beforeEach(() => {
    world = readyDevice();
  });

  it('sounds from its start to the end of its audio and is reported once as played', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toHaveLength(1);
    const [heard] = world.heard;
    expect(heard).toMatchObject({ itemId: 'a', positionMs: 0, volume: 70 });
    expect(heard?.from).toBeCloseTo(morning, -1.5);
    expect(heard?.to).toBeCloseTo(morning + 300_000, -1.5);
    expect(world.started()).toHaveLength(1);
    expect(world.ended()).toEqual([
      expect.objectContaining({
        itemId: 'a',
        outcome: 'played',
        reason: null,
        playedMs: 300_000,
        plannedStart: morning,
        class: 'normal',
        title: 'Title of a',
        sha256: sha('a'),
        programVersion: eve,
        grade: 'reported',
      }),
    ]);
  });

  it('is played when its audio has ended, although its slot is longer', () => {
    const assets = { [sha('a')]: { sizeBytes: 1, durationMs: 120_000 } };
    world.deliver(programAt(eve, [itemAt('a', morning)], { assets }));
    world.advanceTo(morning + 2 * minute + 1_000);
    expect(world.ended()).toEqual([expect.objectContaining({ outcome: 'played', playedMs: 120_000 })]);
  });

  it('is cut at the end of its slot when its audio is longer, and counts as played', () => {
    const assets = { [sha('a')]: { sizeBytes: 1, durationMs: 900_000 } };
    world.deliver(programAt(eve, [itemAt('a', morning)], { assets }));
    world.advanceTo(morning + hour);
    expect(world.ended()).toEqual([expect.objectContaining({ outcome: 'played', playedMs: 300_000 })]);
  });

  it('follows the one before without a gap and never together with it', () => {
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + 300_000)]));
    world.advanceTo(morning + hour);
    expect(world.heard.map((one) => one.itemId)).toEqual(['a', 'b']);
    expect(world.heard[1]?.from).toBe(world.heard[0]?.to);
    expect(world.ended().map((event) => event.outcome)).toEqual(['played', 'played']);
  });

  it('does not concern a place outside its target set', () => {
    const targetSets = { some: { clusterIds: ['cluster-9'], zoneKeys: [] } };
    world.deliver(programAt(eve, [itemAt('a', morning, { targetSet: 'some' })], { targetSets }));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(world.ended()).toEqual([]);
    expect(world.fetches).toEqual([]);
  });

  it('is no louder than the installation and any cap within it allow', () => {
    const caps = [{ startAt: morning + minute, endAt: morning + hour, maxVolume: 40 }];
    const allowed = [{ startAt: morning - hour, endAt: morning + 5 * hour }];
    world.deliver(policyAt(eve, { allowed, caps }));
    const loud = itemAt('b', morning - 10 * minute, { volume: 100 });
    world.deliver(programAt(eve, [itemAt('a', morning, { volume: 100 }), loud]));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ itemId, volume }) => [itemId, volume])).toEqual([
      ['b', 90],
      ['a', 40],
    ]);
  });

  it('is refused in quiet hours without a policy, once its slot is over', () => {
    const late = Date.UTC(2023, 5, 5, 14, 30); // 21:30
    world.deliver(programAt(eve, [itemAt('a', late)]));
    world.advanceTo(late + 299_000);
    expect(world.ended()).toEqual([]);
    world.advanceTo(late + 301_000);
    expect(world.heard).toEqual([]);
    expect(world.ended()).toEqual([
      expect.objectContaining({ outcome: 'skipped', reason: 'quiet-hours', playedMs: 0 }),
    ]);
  });

  it('is cut where the allowed window ends', () => {
    const nine = Date.UTC(2023, 5, 5, 14, 0); // 21:00
    world.deliver(programAt(eve, [itemAt('a', nine - minute)]));
    world.advanceTo(nine + hour);
    expect(world.heard[0]?.to).toBeCloseTo(nine, -1.5);
    expect(world.ended()).toEqual([
      expect.objectContaining({ outcome: 'interrupted', reason: 'quiet-hours' }),
    ]);
    expect(world.ended()[0]?.playedMs).toBeCloseTo(60_000, -1.5);
  });

  it('sounds in quiet hours with a signed exception, up to its limit', () => {
    const night = Date.UTC(2023, 5, 5, 18, 0);
    const exception = { id: 'x', reason: 'lũ', approvedBy: 'Chủ tịch', until: night + 2 * minute };
    world.deliver(programAt(eve, [itemAt('a', night, { exception })]));
    world.advanceTo(night + hour);
    expect(world.heard[0]?.to).toBeCloseTo(night + 2 * minute, -1.5);
    expect(world.ended()[0]).toMatchObject({ outcome: 'interrupted', reason: 'quiet-hours' });
  });

  it('is silent under an expired program, and the device says why', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)], { expiresAt: morning - minute }));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(world.ended()).toEqual([expect.objectContaining({ outcome: 'missed', reason: 'expired' })]);
    const refusals = world
      .reports()
      .flatMap(({ payload }) => JSON.stringify(payload).match(/expired/g) ?? []);
    expect(refusals.length).toBeGreaterThan(0);
  });

  it('that is removed before its start makes neither sound nor event', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning - 1_000);
    world.deliver(programAt(eve + 1, []));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(world.spool()).toEqual([]);
  });

  it('that is removed while it sounds is interrupted: cancelled', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + minute);
    world.deliver(programAt(eve + 1, []));
    world.advanceTo(morning + hour);
    expect(world.heard[0]?.to).toBeLessThan(morning + minute + 100);
    expect(world.ended()).toEqual([
      expect.objectContaining({ outcome: 'interrupted', reason: 'cancelled', title: 'Title of a' }),
    ]);
  });

  it('keeps sounding when a new program still lists it, and its events are not doubled', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + minute);
    world.deliver(programAt(eve + 1, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toHaveLength(1);
    expect(world.ended()).toHaveLength(1);
    world.deliver(programAt(eve + 2, [itemAt('a', morning)]));
    world.advanceTo(morning + 2 * hour);
    expect(world.ended()).toHaveLength(1);
  });

  it('is failed with the amplifier named when the output fails', () => {
    world.knobs.outputFault = () => 'amplifier';
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.ended()).toEqual([
      expect.objectContaining({ outcome: 'failed', reason: 'amplifier', playedMs: 0 }),
    ]);
  });

  it('is failed when the output never answers, and the next one still has its turn', () => {
    world.knobs.outputIsDead = true;
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + 600_000)]));
    world.advanceTo(morning + 500_000);
    expect(world.ended()).toEqual([expect.objectContaining({ outcome: 'failed', reason: 'output' })]);
    world.knobs.outputIsDead = false;
    world.advanceTo(morning + hour);
    expect(world.ended().map((event) => event.outcome)).toEqual(['failed', 'played']);
  });

  it('is measured where a sensor saw the amplifier', () => {
    world.knobs.sensor = true;
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.ended()[0]).toMatchObject({ outcome: 'played', grade: 'measured' });
  });

  it('of a stream plays its fallback, and without one is failed', () => {
    const source = { kind: 'stream', streamId: 'vov' } as const;
    world.deliver(
      programAt(eve, [
        itemAt('a', morning, { source: { ...source, fallbackSha256: sha('a') } }),
        itemAt('b', morning + 600_000, { source }),
      ]),
    );
    world.advanceTo(morning + hour);
    expect(world.ended()).toEqual([
      expect.objectContaining({ itemId: 'a', outcome: 'played', reason: 'fallback' }),
      expect.objectContaining({ itemId: 'b', outcome: 'failed', reason: 'stream', sha256: null }),
    ]);
  });
});

describe('arriving late', () => {
  it.each([
    ['join', {}, { outcome: 'played', reason: 'late-join' }, 120_000, 300_000],
    ['skip', {}, { outcome: 'skipped', reason: 'late' }, null, null],
    [
      'restart',
      { latestEndAt: morning + 500_000 },
      { outcome: 'played', reason: 'late-restart' },
      0,
      420_000,
    ],
    ['restart', { latestEndAt: morning + 400_000 }, { outcome: 'skipped', reason: 'late' }, null, null],
  ] as const)('%s %o gives %o', (late, patch, expected, positionMs, endsAfter) => {
    const world = readyDevice();
    world.advanceTo(morning + 2 * minute - 51);
    world.deliver(programAt(eve, [itemAt('a', morning, { late, ...patch })]));
    world.advanceTo(morning + hour);
    expect(world.ended()).toEqual([expect.objectContaining(expected)]);
    if (positionMs === null) return expect(world.heard).toEqual([]);
    expect(world.heard).toHaveLength(1);
    expect(world.heard[0]?.positionMs ?? -1).toBeCloseTo(positionMs, -2);
    expect((world.heard[0]?.to ?? 0) - morning).toBeCloseTo(endsAfter, -2);
  });

  it('after the slot is a miss: the device was offline', () => {
    const world = readyDevice();
    world.advanceTo(morning + hour);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + 2 * hour);
    expect(world.ended()).toEqual([expect.objectContaining({ outcome: 'missed', reason: 'offline' })]);
  });

  it('does not answer for items from before the device came to this place', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('old', eve - hour), itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.ended().map((event) => event.itemId)).toEqual(['a']);
  });

  it('of the audio joins at the wall-clock position; never, it is a miss', () => {
    const world = readyDevice();
    world.knobs.fetchFault = () => 'unreachable';
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + 600_000)]));
    world.advanceTo(morning + 310_000);
    world.knobs.fetchFault = () => null;
    world.advanceTo(morning + hour);
    expect(world.ended()).toEqual([
      expect.objectContaining({ itemId: 'a', outcome: 'missed', reason: 'not-cached' }),
      expect.objectContaining({ itemId: 'b', outcome: 'played', reason: null }),
    ]);
  });
});

it('falls silent under a program of an unknown schema, and says so', () => {
  const world = readyDevice();
  world.deliver(programAt(eve, [itemAt('a', morning)]));
  world.advanceTo(morning + minute);
  const next = { ...programAt(eve + 1, []), schema: 'tt/program/2' };
  world.deliver(next);
  world.advanceTo(morning + hour);
  expect(world.heard[0]?.to).toBeLessThan(morning + minute + 100);
  expect(JSON.stringify(world.reports().map(({ payload }) => payload))).toContain(
    JSON.stringify({ topic: topics.program(testArea), reason: 'unknown-schema' }),
  );
});

describe('a declared stagger', () => {
  const staggered = (): DeviceWorld => {
    const world = readyDevice();
    world.deliver(configAt(eve, { staggerMs: 400 }));
    world.advance(100);
    return world;
  };

  it('holds back what begins, not what ends it, and is reported as it was', () => {
    const world = staggered();
    const long = { [sha('a')]: { sizeBytes: 1, durationMs: 900_000 } };
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + 300_000)], { assets: long }));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ positionMs }) => positionMs)).toEqual([0, 0]);
    expect(world.heard[0]?.from).toBeCloseTo(morning + 400, -1.5);
    expect(world.heard[0]?.to).toBeCloseTo(morning + 300_000, -1.5);
    expect(world.heard[1]?.from).toBeCloseTo(morning + 300_400, -1.5);
    expect(world.started()[0]?.positionMs).toBe(0);
    expect(world.started()[0]?.at).toBeCloseTo(morning + 400, -1.5);
    expect(world.ended().map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['played', null],
      ['played', null],
    ]);
  });

  it('lets the audio sound to its end where its slot is longer', () => {
    const world = staggered();
    const short = { [sha('a')]: { sizeBytes: 1, durationMs: 60_000 } };
    world.deliver(programAt(eve, [itemAt('a', morning)], { assets: short }));
    world.advanceTo(morning + hour);
    expect(world.ended()).toEqual([expect.objectContaining({ outcome: 'played', playedMs: 60_000 })]);
  });

  it('keeps its distance for whoever joins late', () => {
    const world = staggered();
    world.advanceTo(morning + minute);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    const [heard] = world.heard;
    expect((heard?.from ?? 0) - (heard?.positionMs ?? 0)).toBeCloseTo(morning + 400, -1.5);
  });
});
