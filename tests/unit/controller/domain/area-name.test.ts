import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, matchesName, normaliseName } from '../../../../controller/domain/area-name.ts';

describe('normaliseName', () => {
  it.each([
    ['Phú Thọ', 'phu tho'],
    ['Đoan Hùng', 'doan hung'],
    ['đường Đê', 'duong de'],
    ['Ấm Thượng', 'am thuong'],
    ['Hạ Hoà', 'ha hoa'],
    ['Hạ Hòa', 'ha hoa'],
    ['ƯỠN ỡ ươ', 'uon o uo'],
    ['  Thanh   Thuỷ ', 'thanh thuy'],
    ['\u00d0oan Hùng', 'doan hung'],
  ])('turns "%s" into "%s"', (name, key) => {
    expect(normaliseName(name)).toBe(key);
  });

  it('gives one key for composed and decomposed forms', () => {
    const letters = [
      ...'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ',
    ];
    const text = fc.array(fc.constantFrom(...letters)).map((chosen) => chosen.join(''));
    fc.assert(
      fc.property(text, (name) => {
        const key = normaliseName(name);
        expect(normaliseName(name.normalize('NFD'))).toBe(key);
        expect(normaliseName(name.toUpperCase())).toBe(key);
        expect(normaliseName(key)).toBe(key);
        expect(key).toMatch(/^[a-z ]*$/);
      }),
    );
  });
});

describe('matchesName', () => {
  it('finds a name by the beginnings of its words, with or without marks', () => {
    const key = normaliseName('Phong Châu');
    for (const query of ['phong', 'Châu', 'p ch', 'CHAU PHONG', '']) {
      expect(matchesName(key, query)).toBe(true);
    }
    for (const query of ['hong', 'phong thổ', 'x']) expect(matchesName(key, query)).toBe(false);
  });
});

describe('compareNames', () => {
  it('sorts as a Vietnamese dictionary, where đ follows d and marks are told apart', () => {
    const names = ['Đào Xá', 'Dị Nậu', 'Âu Cơ', 'Ấm Hạ', 'An Đạo', 'Khu 10', 'Khu 3', 'Ca Đình'];
    expect(names.sort(compareNames)).toEqual([
      'An Đạo',
      'Ấm Hạ',
      'Âu Cơ',
      'Ca Đình',
      'Dị Nậu',
      'Đào Xá',
      'Khu 3',
      'Khu 10',
    ]);
  });
});
