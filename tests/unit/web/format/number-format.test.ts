import { describe, expect, it } from 'vitest';
import { createNumberFormat } from '../../../../web/src/format/number-format.ts';

const vi = createNumberFormat('vi');
const en = createNumberFormat('en');

describe('numbers', () => {
  it('groups thousands by dots in Vietnamese and by commas in English', () => {
    expect(vi.integer(1_000)).toBe('1.000');
    expect(en.integer(1_000)).toBe('1,000');
  });

  it('writes a percentage with one decimal and a comma in Vietnamese', () => {
    expect(vi.percent(64)).toBe('64,0%');
    expect(en.percent(63.6)).toBe('63.6%');
  });

  it('writes a dash, not zero, where there is no figure', () => {
    expect(vi.percent(null)).toBe('–');
    expect(vi.percent(0)).toBe('0,0%');
  });

  it('writes a ratio with both numbers grouped', () => {
    expect(vi.ratio(986, 1_000)).toBe('986/1.000');
  });

  it('uses a true minus sign and never writes minus zero', () => {
    expect(vi.decimal(-16.24)).toBe('−16,2');
    expect(vi.decimal(-0)).toBe('0,0');
  });

  it('writes sizes in the unit in which they are read', () => {
    expect(vi.bytes(0)).toBe('0 B');
    expect(vi.bytes(640)).toBe('640 B');
    expect(vi.bytes(48_300)).toBe('48 kB');
    expect(vi.bytes(2_400_000)).toBe('2,4 MB');
    expect(en.bytes(6_100_000_000)).toBe('6.1 GB');
  });

  it('signs a deviation from plan: late is plus', () => {
    expect(vi.signedSeconds(423)).toBe('+0,42 s');
    expect(vi.signedSeconds(-94_000)).toBe('−94,00 s');
    expect(vi.signedSeconds(2)).toBe('0,00 s');
  });
});
