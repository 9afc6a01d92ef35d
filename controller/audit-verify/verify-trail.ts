import type { Database } from 'better-sqlite3';
import { importPublicKey, keysDocument, type PublicKeyJwk, topics, verifyCompact } from '#protocol';
import { sha256 } from '../adapters/random.ts';
import type { AuditEntry } from '../domain/audit-chain.ts';
import { type AuditFinding, createAuditCheck } from '../domain/audit-check.ts';
import { auditCheckpoint } from '../domain/audit-checkpoint.ts';

/** An entry's number and hash, written down outside of the server. */
export type Anchor = Readonly<{ seq: number; hash: string }>;

export type TrailReport = Readonly<{
  entries: number;
  last: Anchor;
  /** Up to here the controller's signature vouches for the trail. */
  signedTo: number;
  findings: readonly AuditFinding[];
  /** What could not be checked, and why. */
  remarks: readonly string[];
}>;

type Checkpoint = Readonly<{ seq: number; hash: string; at: number; jws: string }>;
type KeyOf = Parameters<typeof verifyCompact>[1];

/** Longer than that nothing stays unsigned while the controller runs, whatever it is busy with. */
const longestUnsignedMs = 15 * 60_000;

const entries = `select seq, at, actor_kind as actorKind, actor_name as actorName, actor_address as actorAddress,
  action, subject, subject_id as subjectId, area_key as areaKey, "before", "after", prev_hash as prevHash, hash
  from audit where seq > ? order by seq limit 5000`;

/** The keys that may sign checkpoints, from the stored list, if the root signed that. */
const loadKeys = async (
  database: Database,
  rootKey: PublicKeyJwk | null,
): Promise<{ keyOf: KeyOf; remark: string | null; forged: AuditFinding | null }> => {
  const nobody: KeyOf = () => undefined;
  const row = database
    .prepare<[string], { jws: string }>('select jws from documents where topic = ?')
    .get(topics.keys);
  if (!row) {
    const remark = 'No list of keys is stored yet, so no checkpoint was checked.';
    return { keyOf: nobody, remark, forged: null };
  }
  if (!rootKey) {
    const remark =
      'The public half of the root key is not to be read, so no checkpoint was checked: name its file with --root-key.';
    return { keyOf: nobody, remark, forged: null };
  }
  const root = await importPublicKey(rootKey);
  const verified = await verifyCompact(row.jws, () => root);
  const list = verified.ok ? keysDocument.safeParse(verified.payload) : null;
  if (!list?.success) {
    const sentence =
      'The stored list of keys is not signed by the root key, so no checkpoint can be believed.';
    return { keyOf: nobody, remark: null, forged: { kind: 'forged', seq: 0, sentence } };
  }
  const keys = new Map<string, Awaited<ReturnType<typeof importPublicKey>>>();
  for (const { kid, jwk, revokedAt } of list.data.keys) {
    if (revokedAt === undefined) keys.set(kid, await importPublicKey(jwk));
  }
  return { keyOf: (kid) => keys.get(kid), remark: null, forged: null };
};

function* walk(database: Database): Generator<AuditEntry> {
  const page = database.prepare<[number], AuditEntry>(entries);
  // Before every number that somebody may have made up.
  let after = -Number.MAX_VALUE;
  for (let rows = page.all(after); rows.length > 0; rows = page.all(after)) {
    yield* rows;
    after = rows.at(-1)?.seq ?? Number.MAX_VALUE;
  }
}

const dayAndTime = (at: number): string => new Date(at).toISOString();

/** Judges checkpoints one after the other, each beside the entry that it names. */
const createCheckpointCheck = (keyOf: KeyOf) => {
  const findings: AuditFinding[] = [];
  let signedTo = 0;
  let unknown = 0;
  let isRewritten = false;

  const judge = async (checkpoint: Checkpoint, entry: AuditEntry | null, last: number): Promise<void> => {
    const { seq, at } = checkpoint;
    const verified = await verifyCompact(checkpoint.jws, keyOf);
    if (!verified.ok && verified.reason === 'unknown-key') {
      unknown += 1;
      return;
    }
    const said = verified.ok ? auditCheckpoint.safeParse(verified.payload) : null;
    const isWhole =
      said?.success === true &&
      said.data.seq === seq &&
      said.data.hash === checkpoint.hash &&
      said.data.at === at;
    if (!isWhole) {
      const sentence = `The checkpoint of entry ${seq} is not what the controller signed.`;
      findings.push({ kind: 'forged', seq, sentence });
    } else if (!entry && seq > last) {
      const sentence = `Entries ${last + 1} to ${seq} were cut off the end: a checkpoint signed at ${dayAndTime(at)} names entry ${seq}, but the trail ends with entry ${last}.`;
      findings.push({ kind: 'cut', seq: last + 1, sentence });
    } else if (entry && entry.hash !== checkpoint.hash) {
      if (isRewritten) return;
      isRewritten = true;
      const sentence = `Entry ${seq} is not the one that was signed at ${dayAndTime(at)}: the trail was written anew somewhere after entry ${signedTo}.`;
      findings.push({ kind: 'rewritten', seq, sentence });
    } else if (entry && !isRewritten) {
      signedTo = seq;
    }
  };
  return { judge, findings, signedTo: () => signedTo, unknown: () => unknown };
};

/** Reads the whole trail as of one instant; a controller that runs beside it is not disturbed. */
export const verifyTrail = async (deps: {
  database: Database;
  rootKey: PublicKeyJwk | null;
  anchors: readonly Anchor[];
}): Promise<TrailReport> => {
  const { database, rootKey } = deps;
  const anchors = new Map(deps.anchors.map((anchor) => [anchor.seq, anchor]));
  // One instant for every statement that follows.
  database.exec('begin');
  const { keyOf, remark, forged } = await loadKeys(database, rootKey);
  const byHash = database.prepare<[string], { seq: number }>('select seq from audit where hash = ?');
  const check = createAuditCheck({ digest: sha256, seqOfHash: (hash) => byHash.get(hash)?.seq ?? null });
  const signed = createCheckpointCheck(keyOf);
  const checkpoints = database
    .prepare<[], Checkpoint>('select seq, hash, at, jws from audit_checkpoints order by seq')
    .all();
  const findings: AuditFinding[] = forged ? [forged] : [];
  let count = 0;
  let next = 0;
  let unsignedSince: AuditEntry | null = null;
  let lastEntry: AuditEntry | null = null;

  for (const entry of walk(database)) {
    count += 1;
    check.take(entry);
    lastEntry = entry;
    unsignedSince ??= entry;
    const anchor = anchors.get(entry.seq);
    if (anchor && anchor.hash !== entry.hash) {
      const sentence = `Entry ${entry.seq} is not the one of the anchor ${anchor.seq}:${anchor.hash}: the trail was written anew at or before it.`;
      findings.push({ kind: 'rewritten', seq: entry.seq, sentence });
    }
    for (let one = checkpoints[next]; one && one.seq <= entry.seq; one = checkpoints[next]) {
      next += 1;
      // One that names an entry that is gone is told as the entry that is gone.
      if (one.seq === entry.seq) await signed.judge(one, entry, check.last().seq);
      if (signed.signedTo() === entry.seq) unsignedSince = null;
    }
  }
  database.exec('commit');
  const last = check.last();
  for (const one of checkpoints.slice(next)) await signed.judge(one, null, last.seq);

  const isCut = signed.findings.some(({ kind }) => kind === 'cut');
  const farthest = Math.max(...anchors.keys());
  if (farthest > last.seq && !isCut) {
    const sentence = `Entries ${last.seq + 1} to ${farthest} were cut off the end: the anchor names entry ${farthest}, but the trail ends with entry ${last.seq}.`;
    findings.push({ kind: 'cut', seq: last.seq + 1, sentence });
  }
  const wasRewritten = signed.findings.some(({ kind }) => kind === 'rewritten');
  if (
    !remark &&
    !wasRewritten &&
    unsignedSince &&
    lastEntry &&
    lastEntry.at - unsignedSince.at > longestUnsignedMs
  ) {
    const sentence = `Entries ${unsignedSince.seq} to ${lastEntry.seq} bear no signature, although one is made every minute: checkpoints were removed, or the controller had no key.`;
    findings.push({ kind: 'unproven', seq: unsignedSince.seq, sentence });
  }
  const remarks = remark === null ? [] : [remark];
  if (remark === null && !forged && signed.unknown() > 0) {
    remarks.push(
      `${signed.unknown()} checkpoints are signed by keys that are revoked or no longer on the list of keys, and count for nothing.`,
    );
  }
  return {
    entries: count,
    last,
    signedTo: signed.signedTo(),
    findings: [...check.findings(), ...signed.findings, ...findings].sort((a, b) => a.seq - b.seq),
    remarks,
  };
};
