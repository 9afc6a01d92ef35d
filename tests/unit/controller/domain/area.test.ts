import { describe, expect, it } from 'vitest';
import { areaKeyOf, createArea, fullName, isValidOn } from '../../../../controller/domain/area.ts';

const facts = {
  code: '07945',
  level: 'commune',
  type: 'phường',
  name: 'Phong Châu',
  parentKey: '228.20200101',
  validFrom: '2020-01-01',
  validTo: '2025-07-01',
} as const;

describe('Area', () => {
  it('has a key of code and first day', () => {
    expect(areaKeyOf('25', '2020-01-01')).toBe('25.20200101');
    expect(areaKeyOf('07888-03', '2024-12-05')).toBe('07888-03.20241205');
  });

  it('derives key and search key, and keeps the name in NFC', () => {
    const area = createArea({ ...facts, name: facts.name.normalize('NFD') });
    expect(area).toEqual({ ...facts, key: '07945.20200101', nameKey: 'phong chau' });
  });

  it('holds from its first day up to, and not including, its last', () => {
    const days = ['2019-12-31', '2020-01-01', '2025-06-30', '2025-07-01'];
    expect(days.map((day) => isValidOn(facts, day))).toEqual([false, true, true, false]);
    expect(isValidOn({ ...facts, validTo: null }, '2999-01-01')).toBe(true);
  });

  it('is told from its namesakes by its type', () => {
    expect(fullName(facts)).toBe('Phường Phong Châu');
    expect(fullName({ type: 'đặc khu', name: 'Cô Tô' })).toBe('Đặc khu Cô Tô');
  });
});
