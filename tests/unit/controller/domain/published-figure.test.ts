import { describe, expect, it } from 'vitest';
import { figuresOn, type PublishedFigure } from '../../../../controller/domain/published-figure.ts';

const figure = (areaKey: string, date: string, count: number): PublishedFigure => ({
  areaKey,
  date,
  count,
  total: 225,
  document: 'a report',
});
const figures = [
  figure('25', '2022-12-31', 144),
  figure('25', '2022-06-30', 143),
  figure('227', '2022-01-01', 22),
];

describe('figuresOn', () => {
  it('gives the latest figure of each area that was published for a date not after the one asked', () => {
    const countOn = (date: string) => figuresOn(figures, date).get('25')?.count;
    expect(countOn('2022-06-29')).toBeUndefined();
    expect(countOn('2022-06-30')).toBe(143);
    expect(countOn('2022-12-30')).toBe(143);
    expect(countOn('2022-12-31')).toBe(144);
    expect(countOn('2026-01-01')).toBe(144);
    expect(figuresOn(figures, '2022-12-31').get('227')?.count).toBe(22);
  });
});
