import { type AuditEntry, canonicalEntry, chainStart } from './audit-chain.ts';

/** Something that was done to the trail past the controller, as a sentence for a person. */
export type AuditFinding = Readonly<{
  kind:
    | 'edited'
    | 'removed'
    | 'inserted'
    | 'moved'
    | 'unlinked'
    | 'rewritten'
    | 'cut'
    | 'forged'
    | 'unproven';
  /** The first entry concerned. */
  seq: number;
  sentence: string;
}>;

export type AuditCheck = Readonly<{
  /** Entries as they stand, by `seq`. */
  take: (entry: AuditEntry) => void;
  /** The last that was taken. */
  last: () => Pick<AuditEntry, 'seq' | 'hash'>;
  findings: () => AuditFinding[];
}>;

/** How an entry is called in a sentence: what it says now, which may not be what was entered. */
export const entryName = ({
  seq,
  at,
  actorKind,
  actorName,
  action,
  subject,
  subjectId,
}: AuditEntry): string =>
  `${seq} (${new Date(at).toISOString()}, ${actorName || actorKind}, ${action}, ${subject} ${subjectId})`;

const span = (from: number, to: number): string =>
  from === to ? `Entry ${from}` : `Entries ${from} to ${to}`;
const are = (from: number, to: number): string => (from === to ? 'is' : 'are');
const were = (from: number, to: number): string => (from === to ? 'was' : 'were');

/** So far from its place an entry is looked for when its own hash does not name it. */
const farthestMove = 64;

const movedSentence = (from: number, to: number, by: number): string => {
  const places = Math.abs(by) === 1 ? '1 place' : `${Math.abs(by)} places`;
  const what =
    by > 0 ? 'entries were inserted before or reordered' : 'entries before were removed or reordered';
  const where = by > 0 ? 'earlier' : 'later';
  return `${span(from, to)} stood ${places} ${where} when entered: ${what}, and the numbers changed.`;
};

/**
 * Walks the trail and finds what does not follow from it. Whoever writes the whole chain anew, every hash of it,
 * is found by signed checkpoints and by anchors alone.
 */
export const createAuditCheck = (deps: {
  digest: (text: string) => string;
  /** Where the entry of that hash stands; null when there is none. */
  seqOfHash: (hash: string) => number | null;
}): AuditCheck => {
  const { digest, seqOfHash } = deps;
  const findings: AuditFinding[] = [];
  let last: Pick<AuditEntry, 'seq' | 'hash'> = chainStart;
  /** Whether the last one is as it was entered, so that the next must follow on it. */
  let isSound = true;
  let moved: { from: number; to: number; by: number } | null = null;

  const isOwn = (entry: AuditEntry, seq: number): boolean =>
    digest(canonicalEntry({ ...entry, seq })) === entry.hash;

  /** The number under which an entry was entered; null when its content is not what was entered. */
  const originOf = (entry: AuditEntry): number | null => {
    if (moved && isOwn(entry, entry.seq - moved.by)) return entry.seq - moved.by;
    const before = seqOfHash(entry.prevHash);
    if (before !== null && isOwn(entry, before + 1)) return before + 1;
    for (let by = 1; by <= farthestMove; by += 1) {
      if (isOwn(entry, entry.seq - by)) return entry.seq - by;
      if (isOwn(entry, entry.seq + by)) return entry.seq + by;
    }
    return null;
  };

  const endMove = (): void => {
    if (!moved) return;
    const { from, to, by } = moved;
    findings.push({ kind: 'moved', seq: from, sentence: movedSentence(from, to, by) });
    moved = null;
  };

  const noteMove = (seq: number, by: number): void => {
    if (moved && moved.by === by && moved.to === seq - 1) {
      moved = { ...moved, to: seq };
      return;
    }
    endMove();
    moved = { from: seq, to: seq, by };
  };

  const judge = (entry: AuditEntry, isNext: boolean): void => {
    if (isOwn(entry, entry.seq)) {
      endMove();
      if (isNext && isSound && entry.prevHash !== last.hash) {
        const sentence =
          entry.seq === 1
            ? `Entry ${entryName(entry)} is not the first that was entered: it follows on another one.`
            : `Entry ${entryName(entry)} does not follow on entry ${last.seq}: entry ${last.seq} was edited together with its hash, or entry ${entry.seq} was put in its place.`;
        findings.push({ kind: 'unlinked', seq: entry.seq, sentence });
      }
      isSound = true;
      return;
    }
    const origin = originOf(entry);
    if (origin !== null) noteMove(entry.seq, entry.seq - origin);
    else {
      endMove();
      const sentence = `Entry ${entryName(entry)} was edited: what it says is not what was entered.`;
      findings.push({ kind: 'edited', seq: entry.seq, sentence });
    }
    isSound = false;
  };

  return {
    take: (entry) => {
      if (!Number.isInteger(entry.seq) || entry.seq < 1) {
        const sentence = `Entry ${entryName(entry)} was inserted: the controller numbers entries 1, 2, 3.`;
        findings.push({ kind: 'inserted', seq: entry.seq, sentence });
        return;
      }
      const [from, to] = [last.seq + 1, entry.seq - 1];
      const isNext = from > to;
      if (!isNext) {
        endMove();
        const sentence = `${span(from, to)} ${were(from, to)} removed: ${from === to ? 'it' : 'they'} ${are(from, to)} missing between ${last.seq === 0 ? 'the beginning' : `entry ${last.seq}`} and entry ${entry.seq}.`;
        findings.push({ kind: 'removed', seq: from, sentence });
      }
      judge(entry, isNext);
      last = { seq: entry.seq, hash: entry.hash };
    },
    last: () => last,
    findings: () => {
      endMove();
      return [...findings];
    },
  };
};
