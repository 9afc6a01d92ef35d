import { horizonMs, type KeysDocument, topics } from '#protocol';
import { daysLeft, warnBeforeDays } from '../../domain/key-ceremony.ts';
import { isRenewalDue } from '../../domain/renewal.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { Store } from '../ports/store.ts';
import type { DocumentDelivery } from './document-delivery.ts';
import type { DocumentRegister } from './document-register.ts';
import type { KeyRing } from './key-ring.ts';
import type { Signers } from './signing-keys.ts';

/** Keeps the list of keys published, in force and the newest that there is. */
export type KeyUpkeep = Readonly<{
  /** Takes up the stored list at the start. */
  load: (rows: readonly DocumentRow[]) => Promise<void>;
  /** The root on this server is to sign the list anew. Never, while it is not here. */
  isDue: () => boolean;
  /** Signs, stores and publishes the list anew. */
  renew: () => Promise<void>;
  /** Looks for key files and for a list that somebody installed. True when documents may have lost their voice. */
  look: () => Promise<boolean>;
  /**
   * A device holds this list. A newer one is ours again, as after a restored backup; one that revokes what ours believes
   * has it revoked again.
   */
  takeBack: (jws: string) => Promise<boolean>;
}>;

const tellEveryMs = 24 * 60 * 60 * 1000;

export const createKeyUpkeep = (deps: {
  ring: KeyRing;
  register: DocumentRegister;
  delivery: Pick<DocumentDelivery, 'deliver'>;
  store: Pick<Store, 'documents'>;
  /** The key files, when they are others than before. */
  changedSigners: () => Promise<Signers | null>;
  clock: Clock;
  log: Log;
}): KeyUpkeep => {
  const { ring, register, delivery, store, clock, log } = deps;
  let toldAt = Number.NEGATIVE_INFINITY;

  const warn = (): void => {
    const list = ring.list();
    const now = clock.now();
    if (!list || ring.root().sign || now - toldAt < tellEveryMs) return;
    const left = daysLeft(list, now);
    if (left > warnBeforeDays) return;
    toldAt = now;
    log.warn(
      { daysLeft: left },
      'The list of signing keys is about to expire: make a request and let the offline root key certify it',
    );
  };

  /** Of a row that is stored and newer than what was published. */
  const publish = async (row: DocumentRow): Promise<boolean> => {
    const document = await ring.take(row);
    if (!document) {
      log.error({ version: row.version }, 'The stored list of keys is not signed by the root key');
      return false;
    }
    register.note(row);
    await ring.decide();
    void delivery.deliver([row]);
    log.info({ version: row.version, keys: document.keys.length }, 'Took up another list of keys');
    return true;
  };

  const installed = async (): Promise<boolean> => {
    const row = await store.documents.get(topics.keys);
    return row !== null && row.version > (ring.list()?.version ?? 0) ? publish(row) : false;
  };

  const renew = async (): Promise<void> => {
    // Somebody may have installed another one a moment ago: that one is the base.
    await installed();
    const base = ring.list()?.version ?? 0;
    const now = clock.now();
    const row = await ring.renew({ version: register.versionFor(topics.keys, now), now }, horizonMs);
    if (!row) return;
    await register.commit([row], [], now, async (tx) => {
      const stored = await tx.documents.get(topics.keys);
      if (stored && stored.version > base && (await ring.read(stored.jws))) {
        throw new Error('Another list of keys was installed meanwhile.');
      }
    });
    await ring.take(row);
    await ring.decide();
    void delivery.deliver([row]);
  };

  /** A list of before that revokes what ours believes: ours was made on a restored backup. */
  const recall = async (earlier: KeysDocument): Promise<boolean> => {
    if (!ring.recallRevocations(earlier)) return false;
    log.warn(
      { version: earlier.version },
      'The list of keys had forgotten a revocation that a loudspeaker remembers; the key is revoked again',
    );
    await ring.decide();
    await renew();
    return true;
  };

  return {
    load: async (rows) => {
      await ring.recall();
      const row = rows.find(({ topic }) => topic === topics.keys);
      if (row && !(await ring.take(row))) {
        log.error({}, 'The stored list of keys is not signed by the root key');
      }
      await ring.decide();
    },
    isDue: () => {
      if (!ring.root().sign) return false;
      const list = ring.list();
      if (!list || isRenewalDue(list, topics.keys, clock.now())) return true;
      const isUnlisted = (kid: string): boolean => !list.keys.some((key) => key.kid === kid);
      return ring.rotation().signing === null && ring.own().some(isUnlisted);
    },
    renew,
    look: async () => {
      const signers = await deps.changedSigners();
      if (signers) ring.adopt(signers);
      const isNew = await installed();
      const before = ring.rotation().signing;
      const { signing } = await ring.decide();
      warn();
      return isNew || (before === null && signing !== null);
    },
    takeBack: async (jws) => {
      const document = await ring.read(jws);
      if (!document) return false;
      if (document.version <= (ring.list()?.version ?? 0)) return recall(document);
      const { topic, version, issuedAt, expiresAt } = document;
      const row = { topic, jws, version, issuedAt, expiresAt, published: false };
      const before = ring.list();
      await register.commit([row], [], clock.now());
      const isTaken = await publish(row);
      if (before) await recall(before);
      return isTaken;
    },
  };
};
