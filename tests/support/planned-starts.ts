import { createRandom } from '../../device-sim/fleet/seeded.ts';
import { configAt, itemAt, keysAt, programAt } from './device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from './device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long one exchange of time takes each way. */
export type Network = (random: () => number) => { upMs: number; downMs: number };

/** A floor that is the same both ways, and up to a quarter of a second in queues. */
export const mobile: Network = (random) => ({ upMs: 40 + random() * 250, downMs: 40 + random() * 250 });
export const loopback: Network = (random) => ({ upMs: random() * 4, downMs: random() * 4 });
/** Slower one way, always. */
export const lopsided: Network = (random) => ({ upMs: 40 + random() * 250, downMs: 640 + random() * 250 });

/**
 * One of the loudspeakers of a commune on virtual time, with a crystal as wrong as crystals may be and one in a
 * hundred messages lost, switched on `before` the first start; it lives through all of them. The items are named
 * by their index.
 */
export const liveThrough = (life: {
  index: number;
  network: Network;
  before: number;
  starts: readonly number[];
  until: number;
}): DeviceWorld => {
  const { index, network, before, starts, until } = life;
  const first = starts[0] ?? until;
  const random = createRandom(1_000 + index);
  const world = createDeviceWorld({
    startAt: first - before,
    ownOffsetMs: (random() - 0.5) * day,
    driftPpm: index % 2 === 0 ? 50 : -50,
    seed: index,
  });
  world.knobs.exchange = () => {
    const took = network(random);
    const isLost = random() < 0.01 || random() < 0.01;
    return isLost ? null : took;
  };
  world.boot();
  world.connect();
  world.deliver(keysAt(first - 10 * day), 'root');
  world.advance(100);
  world.deliver(configAt(first - day, { heartbeatIntervalMs: hour, timeSyncIntervalMs: 15 * minute }));
  world.deliver(
    programAt(
      first - day,
      starts.map((startAt, n) => itemAt(`item-${n}`, startAt)),
    ),
  );
  world.advanceTo(until);
  return world;
};
