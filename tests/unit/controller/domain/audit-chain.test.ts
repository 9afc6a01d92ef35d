import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../controller/adapters/random.ts';
import {
  type AuditEntry,
  canonicalEntry,
  chainEntries,
  chainStart,
} from '../../../../controller/domain/audit-chain.ts';
import { type AuditFinding, createAuditCheck } from '../../../../controller/domain/audit-check.ts';

type Content = Omit<AuditEntry, 'seq' | 'prevHash' | 'hash'>;

const json = fc.option(fc.json({ maxDepth: 1 }), { nil: null });
const text = fc.string({ unit: 'binary', maxLength: 12 });
const content: fc.Arbitrary<Content> = fc.record({
  at: fc.nat(),
  actorKind: fc.constantFrom('user', 'token', 'device', 'system', 'anonymous'),
  actorName: text,
  actorAddress: fc.option(text, { nil: null }),
  action: text,
  subject: text,
  subjectId: text,
  areaKey: fc.option(text, { nil: null }),
  before: json,
  after: json,
});
const chain = (from = 1, to = 12): fc.Arbitrary<AuditEntry[]> =>
  fc
    .array(content, { minLength: from, maxLength: to })
    .map((contents) => chainEntries(chainStart, contents, sha256));

/** What is found in entries as they stand, by their numbers. */
const check = (entries: readonly AuditEntry[]): AuditFinding[] => {
  const standing = [...entries].sort((a, b) => a.seq - b.seq);
  const seqOfHash = (hash: string) => standing.find((entry) => entry.hash === hash)?.seq ?? null;
  const one = createAuditCheck({ digest: sha256, seqOfHash });
  for (const entry of standing) one.take(entry);
  return one.findings();
};
const kinds = (entries: readonly AuditEntry[]): string[] => check(entries).map(({ kind }) => kind);
const at = (entries: readonly AuditEntry[], index: number): AuditEntry => {
  const entry = entries[index % entries.length];
  if (!entry) throw new Error('There is no entry.');
  return entry;
};

describe('the chain of the audit trail', () => {
  it('holds for whatever was entered, in however many steps', () => {
    fc.assert(
      fc.property(fc.array(fc.array(content, { maxLength: 4 }), { maxLength: 5 }), (steps) => {
        const entries: AuditEntry[] = [];
        for (const step of steps) entries.push(...chainEntries(entries.at(-1) ?? chainStart, step, sha256));
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
        expect(check(entries)).toEqual([]);
      }),
    );
  });

  it('is over every column', () => {
    fc.assert(
      fc.property(chain(), fc.nat(), (entries, index) => {
        const entry = at(entries, index);
        for (const [name, value] of Object.entries(entry)) {
          if (name === 'hash') continue;
          const other = { ...entry, [name]: typeof value === 'number' ? value + 1 : `${value ?? ''}x` };
          expect(sha256(canonicalEntry(other)), name).not.toBe(entry.hash);
        }
      }),
    );
  });

  it('tells columns apart', () => {
    const entry = { ...plain, seq: 1, prevHash: chainStart.hash };
    const moved = { ...entry, action: 'ab', subject: 'c' };
    expect(canonicalEntry({ ...moved, action: 'a', subject: 'bc' })).not.toBe(canonicalEntry(moved));
    expect(canonicalEntry({ ...moved, areaKey: 'null' })).not.toBe(
      canonicalEntry({ ...moved, areaKey: null }),
    );
  });

  it('is as documented', () => {
    const [first, second] = chainEntries(chainStart, [plain, { ...plain, after: null }], sha256);
    expect(canonicalEntry(first ?? never())).toBe(
      `["tt/audit/1","${'0'.repeat(64)}",1,1666303200000,"user","lan","10.1.2.3","sessions.write","sessions","ses_1","07888.20200101",null,"{\\"title\\":\\"Buổi sáng\\"}"]`,
    );
    expect(first?.hash).toBe('5d587368ffa5596c896486592c3c00a68dae55923f3dfa107ae54766c9b075ba');
    expect(second?.prevHash).toBe(first?.hash);
  });
});

const plain: Content = {
  at: 1_666_303_200_000,
  actorKind: 'user',
  actorName: 'lan',
  actorAddress: '10.1.2.3',
  action: 'sessions.write',
  subject: 'sessions',
  subjectId: 'ses_1',
  areaKey: '07888.20200101',
  before: null,
  after: '{"title":"Buổi sáng"}',
};
const never = (): never => {
  throw new Error('There is no entry.');
};

describe('a check of the trail finds', () => {
  it('an edited entry, by its number', () => {
    fc.assert(
      fc.property(chain(), fc.nat(), (entries, index) => {
        const victim = at(entries, index);
        const edited = entries.map((entry) =>
          entry === victim ? { ...entry, actorName: `${entry.actorName}!` } : entry,
        );
        expect(check(edited)).toMatchObject([{ kind: 'edited', seq: victim.seq }]);
      }),
    );
  });

  it('an entry that was edited together with its hash', () => {
    fc.assert(
      fc.property(chain(2), fc.nat(), (entries, index) => {
        const victim = at(entries.slice(0, -1), index);
        const forged = { ...victim, action: `${victim.action}!` };
        const edited = entries.map((entry) =>
          entry === victim ? { ...forged, hash: sha256(canonicalEntry(forged)) } : entry,
        );
        expect(check(edited)).toMatchObject([{ kind: 'unlinked', seq: victim.seq + 1 }]);
      }),
    );
  });

  it('removed entries, by their numbers', () => {
    fc.assert(
      fc.property(chain(3), fc.nat(), fc.nat(3), (entries, index, more) => {
        const first = at(entries.slice(0, -1), index).seq;
        const last = Math.min(first + more, entries.length - 1);
        const kept = entries.filter(({ seq }) => seq < first || seq > last);
        expect(check(kept)).toMatchObject([{ kind: 'removed', seq: first }]);
        expect(check(kept)[0]?.sentence).toContain(
          first === last ? `Entry ${first} ` : `${first} to ${last} `,
        );
      }),
    );
  });

  it('removed entries where those after them were numbered anew', () => {
    fc.assert(
      fc.property(chain(3), fc.nat(), (entries, index) => {
        const victim = at(entries.slice(0, -1), index);
        const kept = entries
          .filter((entry) => entry !== victim)
          .map((entry) => (entry.seq > victim.seq ? { ...entry, seq: entry.seq - 1 } : entry));
        expect(check(kept)).toMatchObject([{ kind: 'moved', seq: victim.seq }]);
      }),
    );
  });

  it('an inserted entry, whether others made room for it or not', () => {
    fc.assert(
      fc.property(chain(2), fc.nat(), content, (entries, index, forged) => {
        const before = at(entries.slice(0, -1), index);
        const between = { ...forged, seq: before.seq + 0.5, prevHash: before.hash, hash: 'f'.repeat(64) };
        expect(check([...entries, between])).toMatchObject([{ kind: 'inserted', seq: before.seq + 0.5 }]);
        const [bound] = chainEntries(before, [forged], sha256);
        const shifted = entries.map((entry) =>
          entry.seq > before.seq ? { ...entry, seq: entry.seq + 1 } : entry,
        );
        expect(check([...shifted, bound ?? never()])).toMatchObject([{ kind: 'moved', seq: before.seq + 2 }]);
      }),
    );
  });

  it('entries that changed places', () => {
    fc.assert(
      fc.property(chain(2), fc.nat(), fc.nat(), (entries, one, other) => {
        const [a, b] = [at(entries, one), at(entries, other)];
        fc.pre(a !== b);
        const swapped = entries.map((entry) => {
          if (entry === a) return { ...a, seq: b.seq };
          return entry === b ? { ...b, seq: a.seq } : entry;
        });
        const [first, second] = [Math.min(a.seq, b.seq), Math.max(a.seq, b.seq)];
        expect(check(swapped)).toMatchObject([
          { kind: 'moved', seq: first },
          { kind: 'moved', seq: second },
        ]);
      }),
    );
  });

  it('a beginning that was taken away', () => {
    fc.assert(
      fc.property(chain(3), (entries) => {
        const rest = entries.slice(1);
        expect(kinds(rest)).toEqual(['removed']);
        const [first] = rest;
        const again = first ? { ...first, seq: 1 } : never();
        const forged = { ...again, hash: sha256(canonicalEntry(again)) };
        expect(
          kinds([forged, ...entries.slice(2).map((entry) => ({ ...entry, seq: entry.seq - 1 }))]),
        ).toContain('unlinked');
      }),
    );
  });
});
