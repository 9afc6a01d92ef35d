import { describe, expect, it } from 'vitest';
import {
  dryRunHref,
  readDryRunFilter,
  writeDryRunFilter,
} from '../../../../../web/src/features/dry-run/dry-run-filter.ts';

const defaults = { today: '2026-11-22', area: null };
const read = (query: string) => readDryRunFilter(new URLSearchParams(query), defaults);

describe('what the dry run shows', () => {
  it('is today, by day, of no commune, without anything said', () => {
    expect(read('')).toEqual({ area: null, date: '2026-11-22', view: 'day' });
  });

  it('survives the way through the address', () => {
    const filter = { area: '08527', date: '2026-11-25', view: 'week' } as const;
    expect(read(writeDryRunFilter(filter).toString())).toEqual(filter);
  });

  it('begins today where an older day, or none, is asked for', () => {
    expect(read('ngay=2026-11-01').date).toBe('2026-11-22');
    expect(read('ngay=2026-02-31').date).toBe('2026-11-22');
    expect(read('ngay=mai').date).toBe('2026-11-22');
  });

  it('is linked to by commune and day', () => {
    expect(dryRunHref('08527', '2026-11-25')).toBe('/du-kien?dia-ban=08527&ngay=2026-11-25');
  });
});
