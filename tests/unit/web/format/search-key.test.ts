import { describe, expect, it } from 'vitest';
import { matchesSearch, searchKey } from '../../../../web/src/format/search-key.ts';

describe('search without tone marks', () => {
  it('drops marks and writes đ as d, in composed and decomposed form', () => {
    expect(searchKey('  Đoan   Hùng ')).toBe('doan hung');
    expect(searchKey('Đoan Hùng'.normalize('NFD'))).toBe('doan hung');
  });

  it('finds a name by the beginnings of its words in any order', () => {
    expect(matchesSearch('Thị trấn Phong Châu Huyện Phù Ninh', 'phu ninh phong')).toBe(true);
    expect(matchesSearch('Xã Cao Xá', 'cao xa')).toBe(true);
  });

  it('does not find what only lies inside a word', () => {
    expect(matchesSearch('Xã Cao Xá', 'ao')).toBe(false);
  });
});
