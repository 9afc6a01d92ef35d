import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayPartOf,
  instantOf,
  localDateOf,
  minuteAhead,
} from '../../../../web/src/format/vietnam-time.ts';

describe('Vietnam time', () => {
  it('turns the day at 17:00 UTC', () => {
    expect(localDateOf(Date.parse('2026-11-21T16:59:59Z'))).toBe('2026-11-21');
    expect(localDateOf(Date.parse('2026-11-21T17:00:00Z'))).toBe('2026-11-22');
  });

  it('gives the instant of a local date and time, with or without seconds', () => {
    expect(instantOf('2026-11-22', '05:00')).toBe(Date.parse('2026-11-21T22:00:00Z'));
    expect(instantOf('2026-11-22', '05:00:30')).toBe(Date.parse('2026-11-21T22:00:30Z'));
    expect(instantOf('2026-11-22')).toBe(Date.parse('2026-11-21T17:00:00Z'));
  });

  it('adds days over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });

  it('offers a start of a full minute that lies between one and two minutes ahead', () => {
    const early = Date.parse('2026-11-22T07:04:00.000Z');
    const late = Date.parse('2026-11-22T07:04:59.999Z');
    expect(minuteAhead(early)).toBe(Date.parse('2026-11-22T07:06:00Z'));
    expect(minuteAhead(late)).toBe(Date.parse('2026-11-22T07:06:00Z'));
  });

  it('calls 05:00 morning and 17:00 afternoon', () => {
    expect(dayPartOf(instantOf('2026-11-22', '05:00'))).toBe('morning');
    expect(dayPartOf(instantOf('2026-11-22', '17:00'))).toBe('afternoon');
    expect(dayPartOf(instantOf('2026-11-22', '03:15'))).toBe('night');
  });
});
