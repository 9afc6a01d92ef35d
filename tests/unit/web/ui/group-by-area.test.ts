import { describe, expect, it } from 'vitest';
import { groupByArea } from '../../../../web/src/ui/group-by-area.ts';

const entry = (id: string, code: string) => ({
  id,
  area: { code, name: code, level: 'commune' as const, type: 'xã' },
});

describe('entries by commune', () => {
  it('keeps the order of first mention, so that a further page adds below', () => {
    const groups = groupByArea([entry('a', '08527'), entry('b', '08530'), entry('c', '08527')]);
    expect(groups.map(({ area, items }) => [area.code, items.map(({ id }) => id)])).toEqual([
      ['08527', ['a', 'c']],
      ['08530', ['b']],
    ]);
  });

  it('tells communes of the same name apart by their code', () => {
    const twins = [entry('a', '08000'), entry('b', '08001')].map((one) => ({
      ...one,
      area: { ...one.area, name: 'Phong Châu' },
    }));
    expect(groupByArea(twins)).toHaveLength(2);
  });
});
