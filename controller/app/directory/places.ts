import { createReach, type Reach } from '../../domain/reach.ts';
import { localDateOf } from '../../domain/vietnam-date.ts';
import type { AreaRow } from '../ports/store/areas.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';

/** Areas and clusters as they are now; the directory gives both. */
export type Places = Readonly<{
  areas: () => readonly AreaRow[];
  clusters: () => readonly ClusterRow[];
}>;

/** The reach of areas today, worked out again when the areas or the date change. */
export const createReachOf = (places: Pick<Places, 'areas'>): ((now: number) => Reach) => {
  let held: { areas: readonly AreaRow[]; date: string; reach: Reach } | null = null;
  return (now) => {
    const areas = places.areas();
    const date = localDateOf(now);
    if (held?.areas !== areas || held.date !== date) {
      held = { areas, date, reach: createReach(areas, date) };
    }
    return held.reach;
  };
};
