import { describe, expect, it } from 'vitest';
import { announcementCandidates, isTargeted, itemCandidates, rank } from '#protocol';
import {
  announcementsAt,
  emergencyAt,
  itemAt,
  morning,
  policyAt,
  programAt,
} from '../../../support/device-documents.ts';

const hour = 3_600_000;
const place = { clusterId: 'cluster-1', zoneKey: '07888-03' };
const nine = morning + 16 * hour;

describe('a target set', () => {
  it.each([
    ['of everybody', { all: true as const }, true],
    ['that lists the cluster', { clusterIds: ['cluster-1'], zoneKeys: [] }, true],
    ['that lists its zone', { clusterIds: [], zoneKeys: ['07888-03'] }, true],
    ['of others', { clusterIds: ['cluster-2'], zoneKeys: ['07888-04'] }, false],
    ['that was not declared', undefined, false],
  ])('%s', (_name, set, expected) => {
    expect(isTargeted(set, place)).toBe(expected);
  });

  it('of zones does not reach a cluster without one', () => {
    expect(isTargeted({ clusterIds: [], zoneKeys: [''] }, { clusterId: 'c', zoneKey: null })).toBe(false);
  });
});

describe('program items', () => {
  it('become candidates of their class, cut where the window ends', () => {
    const late = itemAt('late', nine - 60_000, { class: 'priority', order: 3 });
    const { candidates, refused } = itemCandidates(programAt(morning, [late]), null, place);
    expect(refused).toEqual([]);
    expect(candidates).toEqual([
      expect.objectContaining({
        id: 'late',
        rank: rank.priority,
        order: 3,
        endAt: nine,
        lengthMs: 300_000,
        latestEndAt: nine,
        cutBy: 'quiet-hours',
        late: 'join',
        resume: 'resume',
      }),
    ]);
  });

  it('in quiet hours or past the program are refused with the reason', () => {
    const items = [itemAt('night', nine), itemAt('beyond', morning + 30 * hour)];
    const { candidates, refused } = itemCandidates(
      programAt(morning, items, { expiresAt: morning + 30 * hour }),
      null,
      place,
    );
    expect(candidates).toEqual([]);
    expect(refused.map(({ id, reason }) => [id, reason])).toEqual([
      ['night', 'quiet-hours'],
      ['beyond', 'expired'],
    ]);
  });

  it('end with the program that orders them', () => {
    const program = programAt(morning, [itemAt('a', morning)], { expiresAt: morning + 60_000 });
    expect(itemCandidates(program, null, place).candidates[0]).toMatchObject({
      endAt: morning + 60_000,
      cutBy: 'expired',
    });
  });
});

describe('announcements', () => {
  const common = { title: '', startAt: nine, targetSet: 'all' } as const;
  const sounding = {
    ...common,
    endAt: nine + hour,
    volume: 50,
    repeat: false,
    source: emergencyAt('e', 0, 0).source,
  };

  it.each(['exercise', 'test', 'live'] as const)('of kind %s obey quiet hours', (kind) => {
    const document = announcementsAt(morning, [{ kind, id: kind, ...sounding }]);
    expect(announcementCandidates(document, null, place)).toEqual({
      candidates: [],
      refused: [
        { id: kind, reason: 'quiet-hours', subject: expect.objectContaining({ kind: 'announcement' }) },
      ],
    });
    const policy = policyAt(morning, { allowed: [{ startAt: nine, endAt: nine + 60_000 }] });
    expect(announcementCandidates(document, policy, place).candidates).toEqual([
      expect.objectContaining({ rank: rank.priority, endAt: nine + 60_000, cutBy: 'quiet-hours' }),
    ]);
  });

  it('of kind emergency do not, and end with their document', () => {
    const document = announcementsAt(morning, [emergencyAt('e', nine, hour)], { expiresAt: nine + 1_000 });
    expect(announcementCandidates(document, null, place).candidates).toEqual([
      expect.objectContaining({ rank: rank.emergency, endAt: nine + 1_000, late: 'join', cutBy: 'expired' }),
    ]);
  });

  it('join and resume, but for an exercise, which says at its beginning what it is', () => {
    const document = announcementsAt(morning, [
      { kind: 'test', id: 'test', ...sounding, startAt: morning },
      { kind: 'exercise', id: 'exercise', ...sounding, startAt: morning },
    ]);
    expect(announcementCandidates(document, null, place).candidates).toEqual([
      expect.objectContaining({ id: 'test', late: 'join', resume: 'resume' }),
      expect.objectContaining({ id: 'exercise', late: 'skip', resume: 'skip' }),
    ]);
  });

  it('that begin after the end of their document are refused', () => {
    const document = announcementsAt(morning, [emergencyAt('e', nine, hour)], { expiresAt: nine });
    expect(announcementCandidates(document, null, place)).toMatchObject({
      candidates: [],
      refused: [{ id: 'e', reason: 'expired' }],
    });
  });

  it('of kind stop outlive their document', () => {
    const document = announcementsAt(morning, [{ kind: 'stop', id: 's', ...common }], {
      expiresAt: nine + 1,
    });
    expect(announcementCandidates(document, null, place).candidates[0]).toMatchObject({
      rank: rank.stop,
      endAt: Number.POSITIVE_INFINITY,
    });
  });

  it('of kind stop end when they are lifted', () => {
    const lifted = announcementsAt(morning, [{ kind: 'stop', id: 's', ...common, endAt: nine + hour }]);
    expect(announcementCandidates(lifted, null, place).candidates[0]?.endAt).toBe(nine + hour);
  });
});
