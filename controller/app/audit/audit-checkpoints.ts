import type { Signer } from '#protocol';
import { canonicalEntry, chainStart } from '../../domain/audit-chain.ts';
import {
  type AuditCheckpoint,
  auditCheckpointSchema,
  checkpointEveryMs,
} from '../../domain/audit-checkpoint.ts';
import type { AuditTip, TrailEnd } from '../ports/audit-tip.ts';
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
  tip: AuditTip;
  digest: Digest;
  clock: Clock;
  log: Log;
}): AuditCheckpoints => {
  const { signer, tip, digest, clock } = deps;
  const { audit } = deps.store;
  const log = deps.log.child({ component: 'audit' });
  let cancel: (() => void) | null = null;
  let working: Promise<void> = Promise.resolve();

  /** As far as this process, or the one before, knows that the trail goes: checkpoints can be taken out of the database. */
  let known: TrailEnd | null = null;
  /** What is written down apart from the database. */
  let kept: TrailEnd | null = null;

  /** The end of what follows on `from`; null when the chain is broken, or that entry is another one. */
  const walk = async (from: TrailEnd): Promise<TrailEnd | null> => {
    const [held] = from.seq === 0 ? [from] : await audit.following(from.seq - 1, 1);
    if (held?.seq !== from.seq || held.hash !== from.hash) return null;
    let last = from;
    for (;;) {
      const entries = await audit.following(last.seq, pageSize);
      for (const entry of entries) {
        const follows = entry.seq === last.seq + 1 && entry.prevHash === last.hash;
        if (!follows || digest(canonicalEntry(entry)) !== entry.hash) return null;
        last = { seq: entry.seq, hash: entry.hash };
      }
      if (entries.length < pageSize) return last;
    }
  };

  /**
   * The end of the trail; null when somebody changed it past the controller. That must not be vouched for: an earlier
   * signature would then speak against a later one.
   */
  const soundEnd = async (from: TrailEnd, signed: TrailEnd): Promise<TrailEnd | null> => {
    if (signed.seq < from.seq) return null;
    const end = await walk(from);
    const isSigned = end?.seq === signed.seq;
    return end && (isSigned ? end.hash === signed.hash : end.seq > signed.seq) ? end : null;
  };

  const make = async (): Promise<void> => {
    const signed = (await audit.lastCheckpoint()) ?? chainStart;
    kept ??= await tip.read();
    known ??= kept ?? signed;
    const end = await soundEnd(known, signed);
    if (!end) {
      log.error(
        { known: known.seq, checkpoint: signed.seq },
        'The audit trail was changed past the controller and is signed no further: run `npm run audit:verify`. Where an older copy of the database was put in by hand, remove audit-tip.json',
      );
      return;
    }
    if (end.seq > signed.seq) {
      const payload: AuditCheckpoint = { schema: auditCheckpointSchema, ...end, at: clock.now() };
      const { schema: _, ...row } = payload;
      await audit.putCheckpoint({ ...row, jws: await signer.sign(payload) });
    }
    known = end;
    if (end.seq === (kept?.seq ?? 0)) return;
    await tip.write(end);
    kept = end;
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
