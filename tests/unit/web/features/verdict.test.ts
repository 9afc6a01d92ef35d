import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../../web/src/features/overview/verdict.ts';
import { outcomeParts, totalOf, unconfirmedOf } from '../../../../web/src/ui/outcome-parts.ts';

const counts = (part: Partial<Parameters<typeof verdictOf>[0]>) => ({
  played: 0,
  interrupted: 0,
  skipped: 0,
  failed: 0,
  missed: 0,
  unknown: 0,
  cancelled: 0,
  awaiting: 0,
  ...part,
});

describe('did it play?', () => {
  it('says in full only when every play is known to have played', () => {
    expect(verdictOf(counts({ played: 1_000 }))).toBe('all');
    expect(verdictOf(counts({ played: 1_000, cancelled: 4 }))).toBe('all');
    expect(verdictOf(counts({ played: 999, unknown: 1 }))).toBe('most');
  });

  it('does not say in full while reports are awaited', () => {
    expect(verdictOf(counts({ played: 900, unknown: 100, awaiting: 100 }))).toBe('most');
  });

  it('says nothing yet while many reports are awaited', () => {
    expect(verdictOf(counts({ played: 984, missed: 7, unknown: 1_009, awaiting: 1_009 }))).toBe('awaiting');
  });

  it('says in part when many are known not to have played', () => {
    expect(verdictOf(counts({ played: 700, failed: 300 }))).toBe('part');
  });

  it('says unproven when much is unconfirmed: no report proves neither sound nor silence', () => {
    expect(verdictOf(counts({ played: 300, unknown: 700 }))).toBe('unproven');
    expect(verdictOf(counts({ played: 700, unknown: 299, failed: 1 }))).toBe('unproven');
  });

  it('waits before it says that nothing played', () => {
    expect(verdictOf(counts({ unknown: 1_000, awaiting: 1_000 }))).toBe('awaiting');
    expect(verdictOf(counts({ unknown: 1_000 }))).toBe('none');
    expect(verdictOf(counts({ missed: 1_000 }))).toBe('none');
  });
});

describe('parts of an outcome bar', () => {
  it('shows awaited plays apart from unconfirmed ones, and counts none twice', () => {
    const all = counts({ played: 90, unknown: 10, awaiting: 6 });
    const parts = outcomeParts(all);
    expect(parts.map(({ outcome, value }) => [outcome, value])).toEqual([
      ['played', 90],
      ['awaiting', 6],
      ['unknown', 4],
    ]);
    expect(totalOf(all)).toBe(100);
    expect(unconfirmedOf(all)).toBe(4);
  });
});
