import { describe, expect, it } from 'vitest';
import { planPlace, type Segment } from '#protocol';
import {
  announcementsAt,
  emergencyAt,
  itemAt,
  morning,
  policyAt,
  programAt,
} from '../../../support/device-documents.ts';

const minute = 60_000;
const hour = 60 * minute;
const night = morning - 5 * hour;
const place = { clusterId: 'cluster-1', zoneKey: '07888-03.20200101' };
const nothing = { program: null, policy: null, announcements: null };

const seen = (segments: readonly Segment[]) =>
  segments.map(({ candidate, startAt, endAt }) => [
    candidate.id,
    (startAt - morning) / minute,
    (endAt - morning) / minute,
  ]);

describe('the plan of a place', () => {
  it('is empty without documents', () => {
    expect(planPlace({ place, areas: [nothing], ancestors: [] })).toEqual({
      segments: [],
      candidates: [],
      refused: [],
    });
  });

  it('takes announcements of the commune and of every area above, one sound at a time', () => {
    const areas = [
      {
        program: programAt(night, [itemAt('item', morning)]),
        policy: null,
        announcements: announcementsAt(night, [emergencyAt('commune', morning + minute, minute)]),
      },
    ];
    const ancestors = [
      announcementsAt(night, [emergencyAt('district', morning + 2 * minute, minute)]),
      announcementsAt(night, [emergencyAt('province', morning + 2.5 * minute, minute)]),
    ];
    expect(seen(planPlace({ place, areas, ancestors }).segments)).toEqual([
      ['item', 0, 1],
      ['commune', 1, 2],
      ['district', 2, 3],
      ['province', 3, 3.5],
      ['item', 3.5, 5],
    ]);
  });

  it('judges announcements from above by the policy of the commune', () => {
    const test = { ...emergencyAt('test', night, minute), kind: 'test' as const };
    const ancestors = [announcementsAt(night, [test])];
    const refused = planPlace({ place, areas: [nothing], ancestors });
    expect(refused.segments).toEqual([]);
    expect(refused.refused).toEqual([expect.objectContaining({ id: 'test', reason: 'quiet-hours' })]);
    const policy = policyAt(night, { allowed: [{ startAt: night, endAt: night + minute / 2 }] });
    const allowed = planPlace({ place, areas: [{ ...nothing, policy }], ancestors });
    expect(allowed.candidates).toEqual([
      expect.objectContaining({ id: 'test', endAt: night + minute / 2, cutBy: 'quiet-hours' }),
    ]);
  });

  it.each([
    ['of the zone', { clusterIds: [], zoneKeys: ['07888-03.20200101'] }, true],
    ['of the cluster', { clusterIds: ['cluster-1'], zoneKeys: [] }, true],
    ['of another cluster', { clusterIds: ['cluster-2'], zoneKeys: [] }, false],
    ['of everybody', { all: true as const }, true],
  ])('a stop %s silences what it is meant for', (_, targetSet, isSilent) => {
    const stop = { kind: 'stop', id: 'stop', title: 'Dừng', startAt: morning, targetSet: 'set' } as const;
    const announcements = announcementsAt(night, [stop], { targetSets: { set: targetSet } });
    const areas = [{ program: programAt(night, [itemAt('item', morning)]), policy: null, announcements }];
    const { segments } = planPlace({ place, areas, ancestors: [] });
    expect(segments.map(({ candidate }) => candidate.id)).toEqual([isSilent ? 'stop' : 'item']);
  });

  it('counts an id once, whoever lists it: the nearest document speaks', () => {
    const ancestors = [
      announcementsAt(night, [emergencyAt('one', morning, minute)]),
      announcementsAt(night, [emergencyAt('one', morning, hour)]),
    ];
    const plan = planPlace({ place, areas: [nothing], ancestors });
    expect(seen(plan.segments)).toEqual([['one', 0, 1]]);
  });

  it('lets a candidate that began anew stand in for its own', () => {
    const areas = [
      { ...nothing, program: programAt(night, [itemAt('a', morning, { latestEndAt: morning + hour })]) },
    ];
    const [candidate] = planPlace({ place, areas, ancestors: [] }).candidates;
    if (!candidate) throw new Error('No candidate');
    const anew = { ...candidate, startAt: morning + 2 * minute, endAt: morning + 7 * minute };
    const plan = planPlace({ place, areas, ancestors: [], restarted: [anew] });
    expect(seen(plan.segments)).toEqual([['a', 2, 7]]);
  });
});
