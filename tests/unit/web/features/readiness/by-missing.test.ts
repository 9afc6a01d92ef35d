import { describe, expect, it } from 'vitest';
import { byMissing, type CommuneReadiness } from '../../../../../web/src/features/readiness/by-missing.ts';

const commune = (code: string, ready: number, total: number): CommuneReadiness => ({
  area: { code, name: code, level: 'commune', type: 'xã' },
  district: null,
  total,
  ready,
  program: ready,
  audio: ready,
  online: ready,
});

describe('readiness by commune', () => {
  it('names the communes that lack something, the most first, and counts the others', () => {
    const { unready, readyCount } = byMissing([
      commune('a', 7, 7),
      commune('b', 6, 7),
      commune('c', 0, 5),
      commune('d', 29, 30),
    ]);
    expect(unready.map(({ area }) => area.code)).toEqual(['c', 'b', 'd']);
    expect(readyCount).toBe(1);
  });

  it('takes a commune without clusters for one that lacks nothing', () => {
    expect(byMissing([commune('a', 0, 0)])).toEqual({ unready: [], readyCount: 1 });
  });
});
