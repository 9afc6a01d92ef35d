import { type Ratio, ratio } from './ratio.ts';
import type { Technology } from './station.ts';

/** What is known of one commune at one instant: everything that coverage is computed from. */
export interface CommuneFacts {
  readonly areaKey: string;
  /** From the station record in force; `null` without one. */
  readonly station: Technology | null;
  readonly devicesInService: number;
  /** Clusters in service. */
  readonly clusters: number;
  /**
   * Clusters with a device online. `null` where no presence evidence exists for that time; `0` in a
   * commune without clusters while presence was being recorded.
   */
  readonly clustersOnline: number | null;
  /** Clusters with a signed `played` in the window; `null` where no such evidence was being collected. */
  readonly clustersProven: number | null;
}

/** Sums over communes: adding two tallies gives the tally of both, so each commune is read once. */
export interface Tally {
  readonly communes: number;
  readonly onRecord: number;
  readonly itEnabled: number;
  readonly equipped: number;
  readonly withPresence: number;
  readonly reachable: number;
  readonly withPlays: number;
  readonly proven: number;
  readonly clusters: number;
  readonly clustersOnline: number;
  readonly clustersProven: number;
}

export const emptyTally: Tally = {
  communes: 0,
  onRecord: 0,
  itEnabled: 0,
  equipped: 0,
  withPresence: 0,
  reachable: 0,
  withPlays: 0,
  proven: 0,
  clusters: 0,
  clustersOnline: 0,
  clustersProven: 0,
};

export const tallyOf = (commune: CommuneFacts): Tally => {
  const online = commune.clustersOnline ?? 0;
  const proven = commune.clustersProven ?? 0;
  return {
    communes: 1,
    onRecord: one(commune.station !== null && commune.station !== 'unknown'),
    itEnabled: one(commune.station === 'it-enabled'),
    equipped: one(commune.devicesInService > 0),
    withPresence: one(commune.clustersOnline !== null),
    reachable: one(online > 0),
    withPlays: one(commune.clustersProven !== null),
    proven: one(proven > 0),
    clusters: commune.clusters,
    clustersOnline: online,
    clustersProven: proven,
  };
};

export const addTallies = (a: Tally, b: Tally): Tally => ({
  communes: a.communes + b.communes,
  onRecord: a.onRecord + b.onRecord,
  itEnabled: a.itEnabled + b.itEnabled,
  equipped: a.equipped + b.equipped,
  withPresence: a.withPresence + b.withPresence,
  reachable: a.reachable + b.reachable,
  withPlays: a.withPlays + b.withPlays,
  proven: a.proven + b.proven,
  clusters: a.clusters + b.clusters,
  clustersOnline: a.clustersOnline + b.clustersOnline,
  clustersProven: a.clustersProven + b.clustersProven,
});

/** Both figures are `null` until at least one commune has evidence of that kind. */
interface EvidencedRatios {
  readonly communes: Ratio | null;
  readonly clusters: Ratio | null;
}

export const presenceRatios = (tally: Tally): EvidencedRatios =>
  evidenced(tally.withPresence, tally, tally.reachable, tally.clustersOnline);

export const provenRatios = (tally: Tally): EvidencedRatios =>
  evidenced(tally.withPlays, tally, tally.proven, tally.clustersProven);

const evidenced = (witnesses: number, tally: Tally, communes: number, clusters: number): EvidencedRatios =>
  witnesses === 0
    ? { communes: null, clusters: null }
    : { communes: ratio(communes, tally.communes), clusters: ratio(clusters, tally.clusters) };

const one = (fact: boolean): number => (fact ? 1 : 0);
