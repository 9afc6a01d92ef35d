import { horizonMs } from '#protocol';
import type { Reach } from '../../domain/reach.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import type { Places } from '../directory/places.ts';
import type { Store } from '../ports/store.ts';
import { loadPlanner, type Planner } from './area-documents.ts';

/** A planner for one commune and a span that may lie beyond what is published. */
export type CommunePlanner = Readonly<{
  planner: Planner;
  /** The instant it plans at. */
  now: number;
  until: number;
}>;

/** What lies past the horizon is planned as it would be on the day it begins. */
export const loadCommunePlanner = async (input: {
  store: Store;
  places: Places;
  parse: typeof parseRule;
  reach: Reach;
  areaKey: string;
  now: number;
  from: number;
  to: number;
}): Promise<CommunePlanner> => {
  const { store, places, parse, reach, areaKey, from, to } = input;
  const now = from > input.now + horizonMs ? from : input.now;
  const until = Math.max(to, now + horizonMs);
  const programs = [areaKey];
  const clusters = places.clusters();
  const planner = await loadPlanner({ store, parse, reach, clusters, programs, now, until });
  return { planner, now, until };
};
