import { describe, expect, it } from 'vitest';
import { type PlaybackAckDocument, topics } from '#protocol';
import { emptyDisk } from '../../../../device-sim/device/disk.ts';
import { batchOf } from '../../../../device-sim/device/spool.ts';
import { configAt, itemAt, keysAt, morning, programAt } from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;

const readyDevice = (spoolCapacity = 8_192): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, settings: { spoolCapacity } });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day));
  world.advance(1_000);
  return world;
};

let version = eve;
const ack = (world: DeviceWorld, seq: number, spoolId = 'spool-1'): void => {
  version += 1;
  const document: PlaybackAckDocument = {
    schema: 'tt/playback-ack/1',
    topic: topics.playbackAck('dev-1'),
    version,
    issuedAt: Math.round(world.now()),
    expiresAt: Math.round(world.now()) + 30_000,
    deviceId: 'dev-1',
    spoolId,
    seq,
  };
  world.deliver(document);
  world.advance(10);
};

const short = (id: string, startAt: number) => itemAt(id, startAt, { endAt: startAt + 10_000 });

describe('play events', () => {
  it('are on the disk before they are sent, and sent soon after', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + 2_000);
    const types = world.effects.map((one) => one.type);
    expect(types.indexOf('append')).toBeLessThan(types.indexOf('send-events'));
    expect(world.sent).toEqual([
      { spoolId: 'spool-1', events: [expect.objectContaining({ type: 'started', seq: 1 })] },
    ]);
  });

  it('are sent again, more and more rarely, until they are acknowledged', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [short('a', morning)]));
    world.advanceTo(morning + hour);
    const tries = world.sent.length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(40);
    ack(world, 2);
    world.advance(day);
    expect(world.sent).toHaveLength(tries);
  });

  it('continue after an acknowledgement of the first part', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [short('a', morning), short('b', morning + minute)]));
    world.advanceTo(morning + 2 * minute);
    ack(world, 3);
    world.advance(1_000);
    expect(world.sent.at(-1)?.events.map((event) => event.seq)).toEqual([4]);
  });

  it('wait on the disk while there is no connection and go out after it is back', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [short('a', morning)]));
    world.advance(minute);
    world.disconnect();
    world.advanceTo(morning + hour);
    expect(world.sent).toEqual([]);
    world.powerCut();
    world.boot();
    world.connect();
    world.advance(3_000);
    expect(world.sent.at(-1)?.events.map((event) => event.type)).toEqual(['started', 'ended']);
  });

  it('are kept after the acknowledgement, and come again for a controller with an older cursor', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [short('a', morning), short('b', morning + minute)]));
    world.advanceTo(morning + 2 * minute);
    ack(world, 4);
    ack(world, 1);
    world.advance(100);
    expect(world.sent.at(-1)?.events.map((event) => event.seq)).toEqual([2, 3, 4]);
    expect(world.state().spool.ackedSeq).toBe(1);
  });

  it('ignore an acknowledgement of another spool, and one replayed', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [short('a', morning)]));
    world.advanceTo(morning + minute);
    ack(world, 2, 'spool-0');
    expect(world.state().spool.ackedSeq).toBe(0);
    ack(world, 2);
    version -= 2;
    ack(world, 1);
    version += 1;
    expect(world.state().spool.ackedSeq).toBe(2);
  });

  it('never use a number again when the disk has lost its tail', () => {
    const world = readyDevice();
    ack(world, 40);
    world.deliver(programAt(eve, [short('a', morning)]));
    world.advanceTo(morning + minute);
    expect(world.spool().map((event) => event.seq)).toEqual([41, 42]);
  });

  it('written under numbers that the controller has already are told under new ones', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [short('a', morning), short('b', morning + hour)]));
    world.disconnect();
    world.advanceTo(morning + minute);
    // What earlier events of these numbers said is on the controller's disk alone.
    world.connect();
    world.advance(100);
    ack(world, 9);
    world.advance(1_000);
    expect(world.sent.at(-1)?.events).toMatchObject([
      { type: 'started', itemId: 'a', seq: 10 },
      { type: 'ended', itemId: 'a', seq: 11, outcome: 'played' },
    ]);
    ack(world, 11);
    world.advanceTo(morning + hour + minute);
    expect(world.sent.at(-1)?.events).toMatchObject([
      { type: 'started', itemId: 'b', seq: 12 },
      { type: 'ended', itemId: 'b', seq: 13 },
    ]);
  });

  it('lost to the bounded ring are told as a gap', () => {
    const world = readyDevice(64);
    world.disconnect();
    const items = Array.from({ length: 100 }, (_, n) => short(`i${n}`, morning + n * 20_000));
    world.deliver(programAt(eve, items));
    world.connect();
    world.advance(minute);
    world.disconnect();
    world.advanceTo(morning + hour);
    expect(world.spool().length).toBeLessThanOrEqual(128);
    world.connect();
    world.advance(5_000);
    const [gap, firstKept] = world.sent.at(-1)?.events ?? [];
    expect(firstKept?.seq).toBeGreaterThan(64);
    expect(gap).toMatchObject({ type: 'gap', firstLost: 1, seq: (firstKept?.seq ?? 0) - 1 });
    expect(world.sent.at(-1)?.events.at(-1)?.seq).toBe(200);
    ack(world, 200);
    // A controller restored to before what the ring still has.
    ack(world, 0);
    world.advance(1_000);
    expect(world.sent.at(-1)?.events[0]).toMatchObject({ type: 'gap', firstLost: 1 });
  });

  it('that the disk has lost in the middle are told as a gap of their own', () => {
    const at = morning;
    const event = (seq: number) => ({
      type: 'started' as const,
      seq,
      itemId: 'a',
      at,
      clockErrorMs: 1,
      positionMs: 0,
    });
    const ask = (fromSeq: number) => ({ fromSeq, toSeq: 9, at });
    expect(batchOf([event(1), event(2), event(5)], ask(1)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(batchOf([event(5), event(6)], ask(3))).toEqual([
      { type: 'gap', seq: 4, at, firstLost: 3 },
      event(5),
      event(6),
    ]);
    expect(batchOf([], ask(3))).toEqual([{ type: 'gap', seq: 9, at, firstLost: 3 }]);
  });

  it('tell what sounded when the power went, although everything else on the disk is lost', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + minute);
    world.powerCut();
    const { documents } = world.savedDisk();
    const spool = { spoolId: 'spool-1', nextSeq: 1, oldestSeq: 1, ackedSeq: 0 };
    world.advanceTo(morning + hour);
    world.dispatch({
      type: 'booted',
      disk: { ...emptyDisk, documents, spool, spoolTail: world.spool() },
      clockKept: true,
      freshSpoolId: 'spool-2',
    });
    world.connect();
    world.advance(minute);
    expect(world.ended()).toMatchObject([{ itemId: 'a', outcome: 'interrupted', reason: 'power' }]);
  });

  it('travel in batches that a broker accepts', () => {
    const world = readyDevice();
    const items = Array.from({ length: 150 }, (_, n) => short(`i${n}`, morning + n * 20_000));
    world.deliver(programAt(eve, items));
    world.advance(minute);
    world.disconnect();
    world.advanceTo(morning + 2 * hour);
    world.connect();
    world.advance(3_000);
    expect(world.sent.at(-1)?.events).toHaveLength(200);
    ack(world, 200);
    world.advance(10);
    expect(world.sent.at(-1)?.events).toHaveLength(100);
  });
});
