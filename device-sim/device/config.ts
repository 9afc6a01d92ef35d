import type { ConfigDocument } from '#protocol';
import { isFollowedBy } from './following.ts';
import { followAreas } from './link.ts';
import { random, reconsiderTime, type Turn, update } from './turn.ts';

/** A configuration that is believed no more: its areas are left, so that the next one brings everything anew. */
export const disownConfig = (turn: Turn): void => {
  update(turn, { config: null });
  reconsiderTime(turn);
  followAreas(turn);
};

/** Takes up a configuration: another place drops the documents of the old one. */
export const applyConfig = (turn: Turn, config: ConfigDocument): void => {
  const keep = <T>(documents: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...documents].filter(([topic]) => isFollowedBy(config, topic)));
  update(turn, { config, held: keep(turn.state.held), undecided: keep(turn.state.undecided) });
  reconsiderTime(turn);
  const { heartbeatAt } = turn.state;
  const soonest = turn.ownNow + random(turn) * config.heartbeatIntervalMs;
  update(turn, { heartbeatAt: Math.min(heartbeatAt, soonest) });
  followAreas(turn);
};
