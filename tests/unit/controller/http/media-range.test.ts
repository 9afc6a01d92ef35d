import { describe, expect, it } from 'vitest';
import {
  decideRange,
  isRangeStillWanted,
  matchesStrongly,
  matchesWeakly,
} from '../../../../controller/http/media-range.ts';

const one = (start: number, end: number) => ({ kind: 'partial', ranges: [{ start, end }] });

describe('decideRange', () => {
  it.each([
    ['bytes=0-99', one(0, 99)],
    ['bytes=0-0', one(0, 0)],
    ['bytes=900-', one(900, 999)],
    ['bytes=900-5000', one(900, 999)],
    ['bytes=-100', one(900, 999)],
    ['bytes=-5000', one(0, 999)],
    ['BYTES=1-2', one(1, 2)],
    ['bytes= 1-2 , ', one(1, 2)],
    ['bytes=0-1,5000-', one(0, 1)],
  ])('%s is one range of a thousand bytes', (header, expected) => {
    expect(decideRange(header, 1000)).toEqual(expected);
  });

  it('keeps several ranges in the order asked for', () => {
    expect(decideRange('bytes=500-599, 0-9, -1', 1000)).toEqual({
      kind: 'partial',
      ranges: [
        { start: 500, end: 599 },
        { start: 0, end: 9 },
        { start: 999, end: 999 },
      ],
    });
  });

  it.each(['bytes=1000-', 'bytes=-0', 'bytes=2000-3000, -0'])('%s asks for what is not there', (header) => {
    expect(decideRange(header, 1000)).toEqual({ kind: 'unsatisfiable' });
  });

  it.each([
    ['overlapping', 'bytes=0-100,50-150'],
    ['too many', `bytes=${Array.from({ length: 9 }, (_, index) => `${index * 2}-${index * 2}`).join(',')}`],
    ['', 'bytes=,'],
  ])('rejects %s ranges', (_, header) => {
    expect(decideRange(header, 1000)).toEqual({ kind: 'unsatisfiable' });
  });

  it.each([null, '', 'bytes', 'bytes=', 'bytes=a-b', 'bytes=-', 'bytes=5-2', 'items=0-1', 'bytes=0-1;2-3'])(
    'ignores %s',
    (header) => {
      expect(decideRange(header, 1000)).toEqual({ kind: 'whole' });
    },
  );

  it('finds nothing in an empty file', () => {
    expect(decideRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
    expect(decideRange('bytes=-1', 0)).toEqual({ kind: 'unsatisfiable' });
  });
});

describe('entity tags', () => {
  it('compares If-None-Match weakly, in a list', () => {
    expect(matchesWeakly('"x", W/"a"', '"a"')).toBe(true);
    expect(matchesWeakly('*', '"a"')).toBe(true);
    expect(matchesWeakly('"x"', '"a"')).toBe(false);
  });

  it('compares If-Match and If-Range strongly', () => {
    expect(matchesStrongly('"x", "a"', '"a"')).toBe(true);
    expect(matchesStrongly('W/"a"', '"a"')).toBe(false);
    expect(isRangeStillWanted(null, '"a"')).toBe(true);
    expect(isRangeStillWanted('"a"', '"a"')).toBe(true);
    expect(isRangeStillWanted('W/"a"', '"a"')).toBe(false);
    expect(isRangeStillWanted('Sat, 29 Oct 1994 19:43:31 GMT', '"a"')).toBe(false);
  });
});
