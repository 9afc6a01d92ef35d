import { describe, expect, it } from 'vitest';
import { csvText } from '../../../../controller/domain/csv-text.ts';

describe('a table', () => {
  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('makes text of %j', (cell) => {
    const [line = ''] = csvText([['a', cell]], { isBeginning: false }).split('\r\n');
    expect(line.replaceAll('"', '')).toContain(`a,'${cell.slice(0, 1)}`);
  });

  it('leaves numbers and words as they are', () => {
    expect(csvText([['Khu 3 – Nhà văn hóa', -94, 0.5, null]], { isBeginning: false })).toBe(
      'Khu 3 – Nhà văn hóa,-94,0.5,\r\n',
    );
  });

  it('begins with what tells Excel that it is UTF-8, and goes on without', () => {
    expect(csvText([['a']], { isBeginning: true })).toBe('\ufeffa\r\n');
    expect(csvText([['a']], { isBeginning: false })).toBe('a\r\n');
  });
});
