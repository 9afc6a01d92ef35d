import { describe, expect, it } from 'vitest';
import type { Playback } from '../../../../../controller/http/api-type.ts';
import { groupByCluster } from '../../../../../web/src/features/as-run/group-by-cluster.ts';

const play = (part: Partial<Playback>): Playback => ({
  itemId: 'item',
  deviceId: 'device',
  clusterId: 'c1',
  clusterName: 'Khu 3 – Nhà văn hóa',
  areaCode: '08515',
  areaName: 'Cao Xá',
  areaType: 'xã',
  district: null,
  title: 'Bản tin',
  class: 'normal',
  announcementKind: null,
  breakGlass: null,
  plannedStart: '2026-11-21T22:00:00.000Z',
  plannedEnd: '2026-11-21T22:00:24.000Z',
  startedAt: null,
  finishedAt: null,
  outcome: 'missed',
  reason: 'clock',
  grade: 'reported',
  clockErrorMs: null,
  deviation: null,
  lateEvidence: false,
  sha256: null,
  programVersion: 1,
  demo: false,
  ...part,
});

describe('clusters of an outcome', () => {
  it('gathers the plays of a cluster in the order of airing, with each reason once', () => {
    const [group, ...rest] = groupByCluster([
      play({ itemId: 'b', plannedStart: '2026-11-21T22:00:24.000Z' }),
      play({ itemId: 'a' }),
      play({ itemId: 'c', plannedStart: '2026-11-21T22:00:44.000Z', reason: 'not-cached' }),
    ]);
    expect(rest).toEqual([]);
    expect(group?.plays.map((one) => one.itemId)).toEqual(['a', 'b', 'c']);
    expect(group?.reasons).toEqual(['clock', 'not-cached']);
  });

  it('moves no cluster when a further page comes', () => {
    const first = [play({ clusterId: 'c2' }), play({ clusterId: 'c1' })];
    const more = [...first, play({ clusterId: 'c3' }), play({ clusterId: 'c1', itemId: 'b' })];
    const order = groupByCluster(more).map((group) => group.clusterId);
    expect(order).toEqual(['c2', 'c1', 'c3']);
    expect(order.slice(0, 2)).toEqual(groupByCluster(first).map((group) => group.clusterId));
  });

  it('names no reason where none was given', () => {
    expect(groupByCluster([play({ reason: null, outcome: 'played' })])[0]?.reasons).toEqual([]);
  });
});
