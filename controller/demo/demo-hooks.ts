import type { NetworkCut } from '../http/demo.ts';
import type { createNetworkCut } from './network-cut.ts';
import type { SeedDeps } from './seed.ts';

/** Where the demo takes a hand in an otherwise ordinary controller. */
export type DemoHooks = Readonly<{
  /** Runs before anything is published. */
  seed: (deps: SeedDeps) => Promise<void>;
  networkCut: (deps: Parameters<typeof createNetworkCut>[0]) => NetworkCut;
  /** Shorter than in the field, where nobody watches. */
  fetchJitterMs: number;
  /** None, so that a visitor hears what they approved a moment ago. */
  approvalCutOffMs: number;
  /** Shorter than the minute of the network cut, so that a visitor sees a play go unconfirmed and come back. */
  closeAfterMs?: number;
}>;
