/**
 * `Range`, `If-Range`, `If-Match` and `If-None-Match` of RFC 9110 for a resource that never changes.
 *
 * Several ranges in one request: up to eight that do not overlap are answered as `multipart/byteranges`.
 * More, or overlapping ones, are rejected with 416 (RFC 9110, 14.2 and 15.5.17) rather than ignored: ignoring
 * them would answer a request for a few bytes with a whole bulletin.
 */

export type ByteRange = Readonly<{ start: number; end: number }>;
export type RangeDecision =
  | Readonly<{ kind: 'whole' }>
  | Readonly<{ kind: 'partial'; ranges: readonly ByteRange[] }>
  | Readonly<{ kind: 'unsatisfiable' }>;

const maxRanges = 8;

/** `end` is inclusive, as on the wire. Null where the specification asks for bytes that are not there. */
const resolve = (first: string, last: string, sizeBytes: number): ByteRange | null => {
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? null : { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(first);
  if (start >= sizeBytes) return null;
  return { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
};

const overlap = (ranges: readonly ByteRange[]): boolean => {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  return sorted.some((range, index) => {
    const next = sorted[index + 1];
    return next !== undefined && next.start <= range.end;
  });
};

/** An unknown unit or a malformed header is ignored (RFC 9110, 14.2). */
export const decideRange = (header: string | null, sizeBytes: number): RangeDecision => {
  const list = /^bytes=(.+)$/i.exec(header?.trim() ?? '')?.[1];
  if (list === undefined) return { kind: 'whole' };
  const ranges: ByteRange[] = [];
  for (const part of list.split(',').map((text) => text.trim())) {
    if (part === '') continue;
    const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(part) ?? [];
    if (first === '' && last === '') return { kind: 'whole' };
    if (first !== '' && last !== '' && Number(last) < Number(first)) return { kind: 'whole' };
    const range = resolve(first, last, sizeBytes);
    if (range) ranges.push(range);
  }
  if (ranges.length === 0 || ranges.length > maxRanges || overlap(ranges)) return { kind: 'unsatisfiable' };
  return { kind: 'partial', ranges };
};

/** Weak comparison of a list, as `If-None-Match` wants it (RFC 9110, 13.1.2). */
export const matchesWeakly = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/** Strong comparison, as `If-Match` wants it (RFC 9110, 13.1.1). */
export const matchesStrongly = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((tag) => tag.trim() === etag);

/** A date never matches: no Last-Modified is sent, so nobody can hold one (RFC 9110, 13.1.5). */
export const isRangeStillWanted = (ifRange: string | null, etag: string): boolean =>
  ifRange === null || ifRange.trim() === etag;
