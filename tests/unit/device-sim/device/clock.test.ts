import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import {
  configAt,
  itemAt,
  keysAt,
  morning,
  programAt,
  sha,
  testArea,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;

const setUp = (world: DeviceWorld, patch: Parameters<typeof configAt>[1] = {}): void => {
  world.boot();
  world.connect();
  world.advance(100);
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day, patch));
  world.advance(100);
};

const outcomes = (world: DeviceWorld) =>
  world.ended().map((event) => [event.itemId, event.outcome, event.reason]);

describe('time', () => {
  it('is not known before a verified exchange: silence, and a miss once it is known', () => {
    const world = createDeviceWorld({ startAt: eve, ownOffsetMs: -eve });
    world.knobs.timeServer = false;
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(world.spool()).toEqual([]);
    world.knobs.timeServer = true;
    world.advance(10 * minute);
    // The item lies before the device's first trusted instant here, so nobody waits for its outcome.
    expect(outcomes(world)).toEqual([]);
    world.deliver(programAt(eve + 1, [itemAt('b', morning + 2 * hour)]));
    world.advanceTo(morning + 4 * hour);
    expect(outcomes(world)).toEqual([['b', 'played', null]]);
  });

  it('that becomes better known between commitment and start moves the start with it', () => {
    const world = createDeviceWorld({ startAt: morning - 60_000, ownOffsetMs: 12_345 });
    const narrowFrom = morning - 4_000;
    world.knobs.exchange = () =>
      world.now() < narrowFrom ? { upMs: 1_900, downMs: 100 } : { upMs: 5, downMs: 5 };
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ itemId }) => itemId)).toEqual(['a']);
    expect(Math.abs((world.heard[0]?.from ?? 0) - morning)).toBeLessThanOrEqual(10);
    expect(outcomes(world)).toEqual([['a', 'played', null]]);
  });

  it('comes with the first answer, and items play by it whatever the own clock says', () => {
    const world = createDeviceWorld({ startAt: eve, ownOffsetMs: 50 * day, driftPpm: 40 });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(Math.abs((world.heard[0]?.from ?? 0) - morning)).toBeLessThan(30);
    const [ended] = world.ended();
    expect(ended?.clockErrorMs).toBeLessThan(100);
  });

  it('is asked for again and again while nobody answers, more and more rarely', () => {
    const world = createDeviceWorld({ startAt: eve });
    world.knobs.timeServer = false;
    setUp(world);
    world.advance(30 * minute);
    const asked = world.effects.filter((one) => one.type === 'request-time').length;
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThan(60);
  });

  it.each([
    ['of another request', { nonce: 'other-nonce' }],
    ['with a changed transmit stamp', { t0: 1 }],
    ['from before the keys were issued', { t1: eve - 2 * day, t2: eve - 2 * day }],
  ])('is not taken from an answer %s', (_name, patch) => {
    const world = createDeviceWorld({ startAt: eve });
    world.knobs.timeServer = false;
    setUp(world);
    const [asked] = world.state().clock.asked;
    expect(asked).toBeDefined();
    const topic = topics.timeResponse('dev-1');
    const header = { schema: 'tt/time/1', topic, version: eve, issuedAt: eve, expiresAt: eve + 30_000 };
    const answer = { ...header, deviceId: 'dev-1', nonce: asked?.nonce, t0: asked?.t0, t1: eve, t2: eve };
    world.deliver({ ...answer, ...patch });
    world.advance(10);
    expect(world.state().clock.samples).toEqual([]);
    world.deliver(answer);
    world.advance(10);
    expect(world.state().clock.samples).toHaveLength(1);
  });

  it('comes from a late answer too, after the question was asked again, and only once', () => {
    const world = createDeviceWorld({ startAt: eve });
    world.knobs.timeServer = false;
    setUp(world);
    const [first] = world.state().clock.asked;
    world.advance(15_000);
    expect(world.state().clock.asked.length).toBeGreaterThan(1);
    const topic = topics.timeResponse('dev-1');
    const now = Math.round(world.now());
    const header = { schema: 'tt/time/1', topic, version: now, issuedAt: now, expiresAt: now + 30_000 };
    const answer = { ...header, deviceId: 'dev-1', nonce: first?.nonce, t0: first?.t0, t1: now, t2: now };
    world.deliver(answer);
    const repeated = { ...answer, version: now + 1 };
    world.deliver(repeated);
    world.advance(10);
    expect(world.state().clock.samples).toHaveLength(1);
  });

  it('carries seven days without the controller, power cuts included', () => {
    const world = createDeviceWorld({ startAt: eve, ownOffsetMs: 1_000, driftPpm: -45 });
    setUp(world);
    const items = [0, 1, 2, 3, 4, 5, 6].map((n) => itemAt(`day-${n}`, morning + n * day));
    world.deliver(programAt(eve, items));
    world.advance(minute);
    world.disconnect();
    for (const n of [1, 3, 5]) {
      world.advanceTo(morning + n * day - 3 * hour);
      world.powerCut();
      world.advance(hour);
      world.boot();
    }
    world.advanceTo(morning + 6 * day + hour);
    expect(outcomes(world)).toEqual(items.map((item) => [item.id, 'played', null]));
    for (const [n, heard] of world.heard.entries()) {
      expect(Math.abs(heard.from - morning - n * day)).toBeLessThan(30_500);
    }
    for (const event of world.ended()) expect(event.clockErrorMs).toBeLessThan(31_000);
  });

  it('is no longer trusted when its bound has outgrown the limit: missed, with the clock named', () => {
    const world = createDeviceWorld({ startAt: eve });
    setUp(world, { maxClockErrorMs: 2_000 });
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + day)]));
    world.advance(minute);
    world.disconnect();
    world.advanceTo(morning + 2 * day);
    expect(outcomes(world)).toEqual([
      ['a', 'played', null],
      ['b', 'missed', 'clock'],
    ]);
  });

  it('kept by a battery clock 94 seconds wide of the mark is not good enough', () => {
    const world = createDeviceWorld({ startAt: eve, ownOffsetMs: -94_000 });
    const bad = { t0: eve - 94_000, t1: eve, t2: eve, t3: eve + 94_000 };
    world.knobs.timeServer = false;
    world.dispatch({
      type: 'booted',
      disk: { ...world.savedDisk(), clockSamples: [bad] },
      clockKept: true,
      freshSpoolId: 'spool-1',
    });
    world.connect();
    world.advance(100);
    world.deliver(keysAt(eve - day), 'root');
    world.advance(100);
    world.deliver(configAt(eve - day));
    world.advance(100);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(outcomes(world)).toEqual([['a', 'missed', 'clock']]);
  });

  it('is lost with the power when the clock has no battery', () => {
    const world = createDeviceWorld({ startAt: eve });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(minute);
    world.powerCut();
    world.boot(false);
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(world.state().clock.samples).toEqual([]);
    world.connect();
    world.advance(minute);
    expect(outcomes(world)).toEqual([['a', 'missed', 'clock']]);
  });
});

describe('a power cut', () => {
  it('in the middle of an item is bridged: it joins again at the wall-clock position', () => {
    const world = createDeviceWorld({ startAt: eve, ownOffsetMs: 5 });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + 100_000);
    world.powerCut();
    world.advanceTo(morning + 130_000);
    world.boot();
    world.advanceTo(morning + hour);
    expect(world.heard.map((one) => Math.round(one.positionMs / 1_000))).toEqual([0, 130]);
    expect(outcomes(world)).toEqual([['a', 'played', 'power']]);
    expect(world.started()).toHaveLength(2);
    expect(world.ended()[0]?.playedMs).toBeGreaterThan(250_000);
  });

  it('to the end of an item leaves it interrupted, with what had sounded by the last checkpoint', () => {
    const world = createDeviceWorld({ startAt: eve });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + 600_000)]));
    world.advanceTo(morning + 100_000);
    world.powerCut();
    world.advanceTo(morning + hour);
    world.boot();
    world.advance(minute);
    expect(outcomes(world)).toEqual([
      ['a', 'interrupted', 'power'],
      ['b', 'missed', 'power-off'],
    ]);
    expect(world.ended()[0]?.playedMs).toBeGreaterThanOrEqual(60_000);
    expect(world.ended()[0]?.playedMs).toBeLessThanOrEqual(100_000);
  });

  it('right after a start that the ledger did not see is told from the spool', () => {
    const world = createDeviceWorld({ startAt: eve });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning - 1_000);
    const disk = world.savedDisk();
    world.advanceTo(morning + 10_000);
    world.powerCut();
    world.advanceTo(morning + hour);
    world.dispatch({
      type: 'booted',
      disk: { ...disk, spoolTail: world.spool() },
      clockKept: true,
      freshSpoolId: 'unused',
    });
    world.advance(minute);
    expect(outcomes(world)).toEqual([['a', 'interrupted', 'power']]);
    expect(world.ended()[0]).toMatchObject({ title: 'Title of a', sha256: sha('a'), seq: 2 });
  });

  it('gives no item a second end', () => {
    const world = createDeviceWorld({ startAt: eve });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning - 1_000);
    const disk = world.savedDisk();
    world.advanceTo(morning + 10 * minute);
    world.powerCut();
    world.dispatch({
      type: 'booted',
      disk: { ...disk, spoolTail: world.spool() },
      clockKept: true,
      freshSpoolId: 'unused',
    });
    world.advanceTo(morning + hour);
    expect(outcomes(world)).toEqual([['a', 'played', null]]);
  });

  it('of weeks, past the end of everything held, reports what the program had planned', () => {
    const world = createDeviceWorld({ startAt: eve });
    setUp(world);
    world.deliver(programAt(eve, [itemAt('a', morning + day)]));
    world.advance(minute);
    world.powerCut();
    world.advance(14 * day);
    world.boot();
    world.connect();
    world.advance(minute);
    expect(outcomes(world)).toEqual([['a', 'missed', 'power-off']]);
    expect(world.state().held.get(topics.program(testArea))).toBeDefined();
  });
});
