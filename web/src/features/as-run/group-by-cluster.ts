import type { Playback } from '../../../../controller/http/api-type.ts';

/** One cluster and its plays of one outcome. */
export interface ClusterGroup {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly areaCode: string;
  readonly areaName: string;
  /** In the order of airing. */
  readonly plays: readonly Playback[];
  /** Each reason once, in the order of first mention. */
  readonly reasons: readonly string[];
}

/**
 * Who it was and why: a cluster without mains misses every item of a session, which is one piece of news. The
 * clusters stay in the order of first mention, so that a further page adds below and moves nothing.
 */
export const groupByCluster = (playbacks: readonly Playback[]): ClusterGroup[] => {
  const byCluster = new Map<string, Playback[]>();
  for (const play of playbacks) {
    const held = byCluster.get(play.clusterId);
    if (held) held.push(play);
    else byCluster.set(play.clusterId, [play]);
  }
  return [...byCluster].flatMap(([clusterId, plays]) => {
    const [first] = plays;
    if (!first) return [];
    return [
      {
        clusterId,
        clusterName: first.clusterName,
        areaCode: first.areaCode,
        areaName: first.areaName,
        plays: [...plays].sort((a, b) => a.plannedStart.localeCompare(b.plannedStart)),
        reasons: [...new Set(plays.flatMap((play) => (play.reason === null ? [] : [play.reason])))],
      },
    ];
  });
};
