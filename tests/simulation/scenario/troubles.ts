import type { PowerCut } from '../device/sim-device.ts';
import type { Chance } from '../engine/chance.ts';
import { heal } from '../network/faults.ts';
import type { World } from '../world.ts';
import { createIntruder } from './hostile.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** A length of time over many orders of magnitude, short ones as often as long ones. */
const drawLength = (chance: Chance, from: number, to: number): number => from * (to / from) ** chance.next();

const drawCut = (chance: Chance): PowerCut => ({
  keepsClock: chance.maybe(0.6),
  losesDocuments: chance.maybe(0.08),
  losesState: chance.maybe(0.08),
  afterEffects: chance.maybe(0.35) ? chance.int(0, 5) : null,
});

/** Everything that goes wrong in the field and in the machine room; `heal` ends all of it. */
export const createTroubles = (world: World) => {
  const { time, faults, broker, database, size } = world;
  const chance = world.chance.fork('troubles');
  const intruder = createIntruder(world, chance.fork('intruder'));
  let backup: { at: number; copy: Buffer } | null = null;
  let isHealed = false;

  const soon = (delayMs: number, task: () => void): void => {
    time.at(time.now() + delayMs, () => {
      if (!isHealed) task();
    });
  };
  const device = () => chance.pick(world.devices);

  const cutPower = (): void => {
    const struck = chance.maybe(0.15)
      ? world.devices.filter(({ deviceId }) => deviceId.slice(0, 9) === device().deviceId.slice(0, 9))
      : [device()];
    const offMs = drawLength(chance, 2 * secondMs, 8 * hourMs);
    for (const one of struck) {
      one.powerOff(drawCut(chance));
      soon(offMs + chance.next() * 10 * secondMs, one.powerOn);
    }
  };

  const cutWires = (): void => {
    const struck = chance.maybe(0.2) ? chance.some(world.devices, chance.int(2, 12)) : [device()];
    for (const one of struck) one.wire.cut(drawLength(chance, 5 * secondMs, 12 * hourMs));
  };

  const stopController = (forMs: number): void => {
    world.life()?.end();
    soon(forMs, world.startController);
  };
  const restartController = (): void => stopController(drawLength(chance, 2 * secondMs, hourMs));

  /** It dies between a commit and what follows from it. */
  const doomController = (): void => {
    const life = world.life();
    if (!life?.isAlive()) return;
    life.onEnd(() => soon(drawLength(chance, 2 * secondMs, 10 * minuteMs), world.startController));
    life.endAfterWrites(chance.int(1, 12));
  };

  const restartBroker = (): void => {
    const downMs = drawLength(chance, secondMs, 10 * minuteMs);
    if (size.isEmbedded) {
      stopController(downMs);
      return;
    }
    world.link()?.setUp(false);
    broker.stop(chance.maybe(0.5));
    soon(downMs, () => {
      broker.start();
      soon(drawLength(chance, 100, 30 * secondMs), () => world.link()?.setUp(true));
    });
  };

  const cutLink = (): void => {
    if (size.isEmbedded || !broker.isUp()) return;
    world.link()?.setUp(false);
    soon(drawLength(chance, secondMs, hourMs), () => {
      if (broker.isUp()) world.link()?.setUp(true);
    });
  };

  const backUp = (): void => {
    backup = { at: time.now(), copy: database.copy() };
    world.trace.note(time.now(), 'backup');
  };
  const restore = (): void => {
    if (!backup) {
      backUp();
      return;
    }
    world.life()?.end();
    database.restore(backup.copy);
    world.restores.push({ at: time.now(), copiedAt: backup.at });
    world.trace.note(time.now(), 'backup restored');
    soon(drawLength(chance, 5 * secondMs, hourMs), world.startController);
  };

  const corruptCache = (): void => {
    const { disk, deviceId } = device();
    for (const sha256 of chance.some([...disk.assets.keys()], chance.int(1, 3))) {
      if (chance.maybe(0.3)) disk.assets.delete(sha256);
      else disk.assets.set(sha256, 'damaged');
      const { disturbed, cache } = world.journal.of(deviceId);
      disturbed.push({ at: time.now(), by: 'cache' });
      cache.push({ at: time.now(), sha256, isThere: false });
    }
  };

  const fillDisk = (): void => {
    const { disk } = device();
    disk.setFull(true);
    soon(drawLength(chance, minuteMs, 6 * hourMs), () => disk.setFull(false));
  };

  const badWeather = (): void => {
    Object.assign(faults, {
      lossRate: chance.pick([0, 0.02, 0.1, 0.3]),
      duplicateRate: chance.pick([0, 0.02, 0.2]),
      slowRate: chance.pick([0, 0.05, 0.3]),
      slowMs: drawLength(chance, 500, 40 * secondMs),
      queueingMs: chance.pick([20, 250, 1_500]),
    });
    soon(drawLength(chance, minuteMs, 12 * hourMs), () => heal(faults));
  };

  const intrude = (): void => {
    for (let trick = chance.int(1, 4); trick > 0; trick -= 1) intruder.act();
    if (chance.maybe(0.1)) intruder.expired();
    if (chance.maybe(0.05)) intruder.unknownSchema();
  };

  const kinds: readonly (readonly [weight: number, trouble: () => void])[] = [
    [6, cutPower],
    [5, cutWires],
    [1.5, restartController],
    [1.5, doomController],
    [1.5, restartBroker],
    [1, cutLink],
    [0.7, backUp],
    [0.5, restore],
    [2, corruptCache],
    [0.7, fillDisk],
    [2, badWeather],
    [3, intrude],
  ];
  const total = kinds.reduce((sum, [weight]) => sum + weight, 0);

  return {
    strike: (): void => {
      let left = chance.next() * total;
      for (const [weight, trouble] of kinds) {
        left -= weight;
        if (left > 0) continue;
        trouble();
        return;
      }
    },
    /** From now on nothing goes wrong, and all that was wrong is mended. */
    heal: (): void => {
      isHealed = true;
      heal(faults);
      for (const one of world.devices) one.mend();
      // Whatever an intruder left in it goes with the broker's memory.
      world.life()?.end();
      broker.stop(false);
      broker.start();
      world.startController();
    },
  };
};
