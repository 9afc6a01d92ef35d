import type { Signer } from '#protocol';
import { type AuditEntry, canonicalEntry, chainStart } from '../../domain/audit-chain.ts';
import {
  type AuditCheckpoint,
  auditCheckpointSchema,
  checkpointEveryMs,
} from '../../domain/audit-checkpoint.ts';
import type { Clock, Digest, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/** Signs, again and again, how far the trail goes, so that it cannot be made shorter or another unseen. */
export type AuditCheckpoints = Readonly<{
  /** After the publisher: the key that signs must be known. */
  start: () => Promise<void>;
  /** Signs the last entries. */
  stop: () => Promise<void>;
}>;

const pageSize = 1_000;

export const createAuditCheckpoints = (deps: {
  store: Pick<Store, 'audit'>;
  signer: Pick<Signer, 'sign'>;
  digest: Digest;
  clock: Clock;
  log: Log;
}): AuditCheckpoints => {
  const { signer, digest, clock } = deps;
  const { audit } = deps.store;
  const log = deps.log.child({ component: 'audit' });
  let cancel: (() => void) | null = null;
  let working: Promise<void> = Promise.resolve();

  /**
   * Walks from the last checkpoint to the end; null when the chain is broken. What somebody changed in the file must
   * not be vouched for: an earlier signature would then speak against a later one.
   */
  const walk = async (
    from: Pick<AuditEntry, 'seq' | 'hash'>,
  ): Promise<Pick<AuditEntry, 'seq' | 'hash'> | null> => {
    let last = from;
    for (;;) {
      const entries = await audit.following(last.seq, pageSize);
      for (const entry of entries) {
        const follows = entry.seq === last.seq + 1 && entry.prevHash === last.hash;
        if (!follows || digest(canonicalEntry(entry)) !== entry.hash) return null;
        last = entry;
      }
      if (entries.length < pageSize) return last;
    }
  };

  const make = async (): Promise<void> => {
    const before = (await audit.lastCheckpoint()) ?? chainStart;
    const end = await audit.last();
    if ((end?.seq ?? 0) === before.seq && (end?.hash ?? chainStart.hash) === before.hash) return;
    const last = (end?.seq ?? 0) < before.seq ? null : await walk(before);
    if (!last) {
      log.error(
        { checkpoint: before.seq, last: end?.seq ?? 0 },
        'The audit trail was changed past the controller and is signed no further: run `npm run audit:verify`',
      );
      return;
    }
    const at = clock.now();
    const payload: AuditCheckpoint = { schema: auditCheckpointSchema, seq: last.seq, hash: last.hash, at };
    const { schema: _, ...row } = payload;
    await audit.putCheckpoint({ ...row, jws: await signer.sign(payload) });
  };

  const run = (): Promise<void> => {
    working = working.then(make).catch((error: unknown) => {
      log.warn({ err: error }, 'The audit trail could not be signed; tried again in a minute');
    });
    return working;
  };

  return {
    start: async () => {
      await run();
      cancel = clock.every(checkpointEveryMs, () => void run());
    },
    stop: async () => {
      cancel?.();
      await run();
    },
  };
};
