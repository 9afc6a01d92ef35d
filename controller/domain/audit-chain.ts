/** One entry of the audit trail. `before` and `after` are JSON text, kept to the letter: the hash is over it. */
export type AuditEntry = {
  /** 1, 2, 3 without a gap. */
  seq: number;
  at: number;
  actorKind: string;
  actorName: string;
  actorAddress: string | null;
  action: string;
  /** The table whose row changed, or what else a note is about. */
  subject: string;
  subjectId: string;
  areaKey: string | null;
  before: string | null;
  after: string | null;
  /** `hash` of the entry before. */
  prevHash: string;
  hash: string;
};

/** What stands before the first entry. */
export const chainStart = { seq: 0, hash: '0'.repeat(64) } as const;

/**
 * What the hash of an entry is over: a JSON array in the canonical form of RFC 8785, which for text, whole numbers
 * and null is what `JSON.stringify` gives, as UTF-8. The hash is its SHA-256 in lower-case hexadecimal.
 */
export const canonicalEntry = (entry: Omit<AuditEntry, 'hash'>): string =>
  JSON.stringify([
    'tt/audit/1',
    entry.prevHash,
    entry.seq,
    entry.at,
    entry.actorKind,
    entry.actorName,
    entry.actorAddress,
    entry.action,
    entry.subject,
    entry.subjectId,
    entry.areaKey,
    entry.before,
    entry.after,
  ]);

/** Binds entries to each other, and the first of them to `last`. */
export const chainEntries = (
  last: Pick<AuditEntry, 'seq' | 'hash'>,
  entries: readonly Omit<AuditEntry, 'seq' | 'prevHash' | 'hash'>[],
  digest: (text: string) => string,
): AuditEntry[] => {
  let { seq, hash: prevHash } = last;
  return entries.map((entry) => {
    seq += 1;
    const bound = { ...entry, seq, prevHash };
    const hash = digest(canonicalEntry(bound));
    prevHash = hash;
    return { ...bound, hash };
  });
};
