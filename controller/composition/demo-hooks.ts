import type { Claims } from '../app/devices/claims.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { AudioProcessor } from '../app/ports/audio.ts';
import type { EventBus } from '../app/ports/events.ts';
import type { Clock, Log } from '../app/ports/runtime.ts';
import type { Store } from '../app/ports/store.ts';
import type { NetworkCut } from '../http/demo.ts';

export type SeedDeps = {
  store: Store;
  directory: Directory;
  claims: Claims;
  processor: AudioProcessor;
  clock: Clock;
  log: Log;
  assetDir: string;
  scratchDir: string;
  provinceKey: string;
};

export type NetworkCutDeps = {
  broker: { pause: () => Promise<void>; resume: () => Promise<void> };
  clock: Clock;
  events: EventBus;
  log: Log;
};

/** Where the demo takes a hand in an otherwise ordinary controller. */
export type DemoHooks = Readonly<{
  /** Runs before anything is published. */
  seed: (deps: SeedDeps) => Promise<void>;
  networkCut: (deps: NetworkCutDeps) => NetworkCut;
  /** Shorter than in the field, where nobody watches. */
  fetchJitterMs: number;
  /** None, so that a visitor hears what they approved a moment ago. */
  approvalCutOffMs: number;
  /** Shorter than the minute of the network cut, so that a visitor sees a play go unconfirmed and come back. */
  closeAfterMs?: number;
}>;
