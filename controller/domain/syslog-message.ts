import type { AuditEntry } from './audit-chain.ts';

/** Log audit, RFC 5424 section 6.2.1. */
const facility = 13;
const severities = { warning: 4, notice: 5 } as const;
/** RFC 5612 keeps this number for those who have none of their own. */
const structuredId = 'truyenthanh@32473';
const byteOrderMark = '\uFEFF';

/** PRINTUSASCII of at most so many characters; `-` is “nothing”. */
const printable = (text: string, longest: number): string =>
  text.replace(/[^\x21-\x7e]/g, '-').slice(0, longest) || '-';

/** RFC 5424 section 6.3.3: these three are escaped, and nothing else. Line ends would part a message elsewhere. */
const quoted = (text: string): string => `"${text.replace(/[\\"\]]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`;

const structured = (entry: AuditEntry): string => {
  const fields: readonly (readonly [string, string | null])[] = [
    ['seq', String(entry.seq)],
    ['actorKind', entry.actorKind],
    ['actor', entry.actorName],
    ['address', entry.actorAddress],
    ['action', entry.action],
    ['subject', entry.subject],
    ['subjectId', entry.subjectId],
    ['area', entry.areaKey],
    ['hash', entry.hash],
  ];
  const given = fields.flatMap(([name, value]) => (value === null ? [] : `${name}=${quoted(value)}`));
  return `[${structuredId} ${given.join(' ')}]`;
};

const sentence = ({
  actorName,
  actorKind,
  action,
  subject,
  subjectId,
  before,
  after,
}: AuditEntry): string => {
  const change = `{"before":${before ?? 'null'},"after":${after ?? 'null'}}`;
  return `${actorName || actorKind} ${action} ${subject} ${subjectId} ${change}`.replace(/[\r\n]+/g, ' ');
};

const isRefusal = (action: string): boolean => /refused|failed|locked|blocked/.test(action);

/** Cut where a character begins, so that what is left is UTF-8. */
const cut = (bytes: Uint8Array, most: number): Uint8Array => {
  if (bytes.length <= most) return bytes;
  let end = most;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
};

/**
 * An entry as a message of RFC 5424: its fields as structured data, the change as text behind a byte order mark.
 * What is too long loses the end of that text; the hash names the whole entry.
 */
export const syslogMessage = (
  entry: AuditEntry,
  { host, mostBytes }: { host: string; mostBytes: number },
): Uint8Array => {
  const priority = facility * 8 + (isRefusal(entry.action) ? severities.warning : severities.notice);
  const time = new Date(entry.at).toISOString();
  const name = printable(host, 255);
  const head = `<${priority}>1 ${time} ${name} truyenthanh - ${printable(entry.action, 32)}`;
  const text = `${head} ${structured(entry)} ${byteOrderMark}${sentence(entry)}`;
  return cut(new TextEncoder().encode(text), mostBytes);
};
