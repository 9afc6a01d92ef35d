import type { PlayEvent } from '#protocol';
import type { Store } from '../../../controller/app/ports/store.ts';
import type { Play } from '../../../device-sim/device/effect.ts';
import type { PlanFunction } from '../../../device-sim/device/plan.ts';
import type { Sealing } from '../engine/sealing.ts';

/** Parts that misbehave on purpose, to show that the invariant which forbids it can fail. */
export type Breaks = Readonly<{
  plan?: (plan: PlanFunction) => PlanFunction;
  judge?: (judge: Sealing['judge']) => Sealing['judge'];
  /** What the amplifier is given instead. */
  play?: (play: Play) => readonly Play[];
  /** What reaches the disk instead. */
  append?: (events: readonly PlayEvent[]) => readonly PlayEvent[];
  /** The amplifier reports as if it sounded, and does not. */
  isDumb?: boolean;
  /** A device takes no acknowledgement below the last one. */
  keepsAck?: boolean;
  store?: (store: Store) => Store;
}>;
