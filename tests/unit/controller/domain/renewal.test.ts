import { describe, expect, it } from 'vitest';
import { isRenewalDue } from '../../../../controller/domain/renewal.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const issuedAt = Date.parse('2026-11-23T12:00:00+07:00');
const document = { issuedAt, expiresAt: issuedAt + 10 * day };
const keys = Array.from({ length: 225 }, (_, index) => `${String(7000 + index).padStart(5, '0')}.20200101`);
const dueAt = (now: number) => keys.filter((key) => isRenewalDue(document, key, now)).length;

describe('renewing documents', () => {
  it('is not due while one is younger than half a day', () => {
    expect(dueAt(issuedAt + 12 * hour - 1)).toBe(0);
  });

  it('is due for all before less than nine days remain', () => {
    expect(dueAt(issuedAt + 22 * hour)).toBe(keys.length);
  });

  it('is spread evenly in between', () => {
    const counts = Array.from({ length: 10 }, (_, index) => dueAt(issuedAt + (13 + index) * hour));
    for (const [index, count] of counts.entries()) {
      expect(Math.abs(count - ((index + 1) / 10) * keys.length)).toBeLessThan(0.15 * keys.length);
    }
  });

  it('is due at once for what was issued under a clock that ran ahead', () => {
    expect(dueAt(issuedAt - 2 * hour)).toBe(keys.length);
  });
});
