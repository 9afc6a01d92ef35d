import { describe, expect, it } from 'vitest';
import {
  groupBySession,
  type PlaybackSummary,
  sumOutcomes,
} from '../../../../../web/src/features/as-run/group-by-session.ts';

const none = {
  played: 0,
  interrupted: 0,
  skipped: 0,
  failed: 0,
  missed: 0,
  unknown: 0,
  cancelled: 0,
  awaiting: 0,
};

const summary = (part: Partial<PlaybackSummary>): PlaybackSummary => ({
  itemId: 'item',
  sessionId: 'morning',
  sessionTitle: 'Buổi sáng',
  title: 'Bản tin',
  class: 'normal',
  announcementKind: null,
  breakGlass: null,
  plannedStart: '2026-11-21T22:00:00.000Z',
  plannedEnd: '2026-11-21T22:00:24.000Z',
  devices: 10,
  outcomes: { ...none, played: 10 },
  lateEvidence: 0,
  ...part,
});

describe('sessions of a day in the as-run log', () => {
  it('puts the latest session first and its items in the order of airing', () => {
    const groups = groupBySession([
      summary({
        itemId: 'b',
        plannedStart: '2026-11-21T22:00:24.000Z',
        plannedEnd: '2026-11-21T22:00:44.000Z',
      }),
      summary({ itemId: 'c', sessionId: 'noon', plannedStart: '2026-11-22T04:00:00.000Z' }),
      summary({ itemId: 'a' }),
    ]);
    expect(groups.map(({ sessionId, items }) => [sessionId, items.map((item) => item.itemId)])).toEqual([
      ['noon', ['c']],
      ['morning', ['a', 'b']],
    ]);
    expect(groups[1]).toMatchObject({
      startAt: '2026-11-21T22:00:00.000Z',
      endAt: '2026-11-21T22:00:44.000Z',
    });
  });

  it('adds up outcomes and late evidence, and counts each device once', () => {
    const [group] = groupBySession([
      summary({ itemId: 'a', outcomes: { ...none, played: 7, unknown: 3, awaiting: 2 }, lateEvidence: 1 }),
      summary({ itemId: 'b', devices: 9, outcomes: { ...none, played: 8, failed: 1 }, lateEvidence: 2 }),
    ]);
    expect(group?.outcomes).toEqual({ ...none, played: 15, unknown: 3, awaiting: 2, failed: 1 });
    expect(group?.lateEvidence).toBe(3);
    expect(group?.devices).toBe(10);
  });

  it('keeps what sounded outside any session in a group of its own', () => {
    const groups = groupBySession([summary({ itemId: 'a' }), summary({ itemId: 'x', sessionId: null })]);
    expect(groups.map((group) => group.sessionId).sort()).toEqual(['morning', null].sort());
  });

  it('sums nothing to nothing', () => {
    expect(sumOutcomes([])).toEqual(none);
    expect(groupBySession([])).toEqual([]);
  });
});
