import { describe, expect, it } from 'vitest';
import { unreadyParts } from '../../../../controller/domain/unready.ts';

const area = (areaKey: string, unready: number, total = 10) => ({ areaKey, unready, total });
const parts = (...areas: ReturnType<typeof area>[]) =>
  unreadyParts(areas, 0.1).map(({ areaKey, unready, total, severity }) => [
    areaKey,
    unready,
    total,
    severity,
  ]);

describe('an unready session', () => {
  it('is none while no commune is beyond the share', () => {
    expect(parts(area('a', 1), area('b', 0), area('c', 0, 0))).toEqual([]);
  });

  it('is named by the communes beyond it', () => {
    expect(parts(area('a', 2), area('b', 1), area('c', 6), area('d', 0), area('e', 0))).toEqual([
      ['a', 2, 10, 'warning'],
      ['c', 6, 10, 'critical'],
    ]);
  });

  it('is one trouble when half of its communes are beyond', () => {
    expect(parts(area('a', 10), area('b', 9), area('c', 0, 5))).toEqual([[null, 19, 25, 'critical']]);
  });

  it('of a single commune names the commune', () => {
    expect(parts(area('a', 10))).toEqual([['a', 10, 10, 'critical']]);
  });

  it('at a share of nought is one of every loudspeaker', () => {
    expect(unreadyParts([area('a', 1), area('b', 0), area('c', 0)], 0)).toMatchObject([{ areaKey: 'a' }]);
  });
});
