import { describe, expect, it } from 'vitest';
import { moved, withKeys, without } from '../../../../web/src/features/sessions/order.ts';
import { splitOrder } from '../../../../web/src/features/sessions/split-order.ts';

describe('a running order', () => {
  it('moves an entry and keeps the rest in order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 2, 0)).toEqual(['c', 'a', 'b', 'd']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });

  it('stays as it is at its ends', () => {
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });

  it('loses one of two equal entries, not both', () => {
    expect(without(['a', 'b', 'a'], 2)).toEqual(['a', 'b']);
  });

  it('tells two placings of the same bulletin apart', () => {
    const keys = withKeys([{ id: 'a' }, { id: 'b' }, { id: 'a' }]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the order of a date', () => {
  const item = (bulletinId: string, standing: boolean, start: number) => ({
    itemId: `${bulletinId}-${start}`,
    position: start,
    bulletinId,
    title: bulletinId,
    class: 'normal' as const,
    startAt: new Date(start).toISOString(),
    endAt: new Date(start + 60_000).toISOString(),
    sha256: 'a',
    standing,
  });
  const entry = {
    sessionId: 's1',
    title: 'Buổi sáng',
    class: 'normal' as const,
    area: { code: '25', name: 'Phú Thọ', level: 'province' as const, type: 'tỉnh' },
    date: '2026-11-22',
    startAt: new Date(0).toISOString(),
    endAt: new Date(1_800_000).toISOString(),
    soundEndAt: null,
    unplaced: [],
    targetNames: [],
    communes: 1,
    exception: null,
    readiness: null,
    outcomes: null,
  };
  const titles = (list: readonly { title: string }[]) => list.map(({ title }) => title);

  it('keeps standing items before and after what was placed', () => {
    const items = [item('relay', true, 0), item('news', false, 60_000), item('tune', true, 120_000)];
    const split = splitOrder({ ...entry, items });
    expect(titles(split.before)).toEqual(['relay']);
    expect(titles(split.placed)).toEqual(['news']);
    expect(titles(split.after)).toEqual(['tune']);
    expect(split.placed[0]?.durationMs).toBe(60_000);
  });

  it('keeps in its place what is not approved yet, so that saving does not lose it', () => {
    const missing = {
      position: 30_000,
      bulletinId: 'draft',
      title: 'draft',
      startAt: new Date(60_000).toISOString(),
      endAt: new Date(90_000).toISOString(),
      standing: false,
      approval: 'submitted' as const,
      reason: 'not-approved' as const,
      approveBy: new Date(0).toISOString(),
    };
    const items = [item('relay', true, 0), item('news', false, 60_000)];
    const { placed } = splitOrder({ ...entry, items, unplaced: [missing] });
    expect(placed).toEqual([
      { id: 'draft', title: 'draft', durationMs: 30_000, approval: 'submitted' },
      { id: 'news', title: 'news', durationMs: 60_000 },
    ]);
  });

  it('has nothing placed while only standing items are there', () => {
    const split = splitOrder({ ...entry, items: [item('relay', true, 0)] });
    expect(titles(split.before)).toEqual(['relay']);
    expect(split.placed).toEqual([]);
    expect(split.after).toEqual([]);
  });
});
