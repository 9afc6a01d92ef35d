import { forgetsRevocation, type KeysDocument, type PublicKeyJwk, type Signer } from '#protocol';
import { renewedKeys } from '../../domain/key-ceremony.ts';
import {
  decideRotation,
  nothingRemembered,
  type Rotation,
  type RotationMemory,
} from '../../domain/key-rotation.ts';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { Store } from '../ports/store.ts';
import type { Issue } from './area-documents.ts';
import { readKeysDocument } from './read-keys-document.ts';
import { SigningKeyError } from './signing-key-error.ts';
import type { RootKey, Signers } from './signing-keys.ts';

/** What devices hold of the list of keys. */
export type KeysHeld = () => Readonly<{ inService: number; connected: readonly number[] }>;

/**
 * Who may sign, and who does: the list of keys in force, as the root signed it, and the private keys on this
 * server. Which of them signs follows from the list, never from the order of files.
 */
export type KeyRing = Readonly<{
  root: () => RootKey;
  /** Signs with the key whose turn it is; fails while no listed key of ours may sign. */
  signing: Signer;
  list: () => KeysDocument | null;
  /** The key of that id, if documents that it signed are believed. */
  believed: (kid: string) => PublicKeyJwk | null;
  /** Takes up a stored list when the root signed it; gives it, or null. */
  take: (row: Pick<DocumentRow, 'jws'>) => Promise<KeysDocument | null>;
  /** Believes no key any more that another list of this root revokes; true when that is news. */
  recallRevocations: (earlier: KeysDocument) => boolean;
  /** Reads a list that the root signed without taking it up. */
  read: (jws: string) => Promise<KeysDocument | null>;
  /** Takes up what was remembered, once, before anything is signed. */
  recall: () => Promise<void>;
  /** The list anew, signed by the root; null while the root is not on this server. */
  renew: (issue: Issue, lifetimeMs: number) => Promise<DocumentRow | null>;
  /** Other key files are there now. */
  adopt: (signers: Signers) => void;
  /** Considers whose turn it is. */
  decide: () => Promise<Rotation>;
  /** The last decision. */
  rotation: () => Rotation;
  /** Ids of the keys whose private half is here. */
  own: () => readonly string[];
}>;

const memoryName = 'signing.rotation';

const recalled = (text: string | null): RotationMemory => {
  if (text === null) return nothingRemembered;
  const value: RotationMemory = JSON.parse(text);
  return value;
};

export const createKeyRing = (deps: {
  signers: Signers;
  store: Pick<Store, 'settings'>;
  verify: VerifyDevice;
  held: KeysHeld;
  clock: Pick<Clock, 'now'>;
  log: Log;
}): KeyRing => {
  const { store, verify, held, clock, log } = deps;
  let { root, own } = deps.signers;
  let list: KeysDocument | null = null;
  let memory = nothingRemembered;
  let rotation: Rotation = { memory, signing: null, waiting: null };

  const current = (): Signer => {
    const signer = own.find(({ kid }) => kid === rotation.signing);
    if (signer) return signer;
    throw new SigningKeyError(
      'SigningKey_NoneValid',
      'No signing key on this server is certified: make a request with `npm run keys -- request`, certify it with the root key, and install the list.',
    );
  };

  const consider = (): Rotation =>
    decideRotation({
      list,
      own: own.map(({ kid }) => kid),
      memory,
      devices: held(),
      now: clock.now(),
    });

  const remember = async (next: Rotation): Promise<void> => {
    const before = rotation;
    rotation = next;
    if (JSON.stringify(memory) === JSON.stringify(next.memory)) return;
    memory = next.memory;
    await store.settings.put(memoryName, JSON.stringify(memory));
    if (next.signing !== before.signing) {
      const fields = { kid: next.signing, before: before.signing };
      if (before.signing === null) log.info(fields, 'The first key signs from now on');
      else log.warn(fields, 'Another key signs from now on');
    } else if (next.waiting) {
      log.info({ ...next.waiting }, 'A new key waits until loudspeakers know it');
    }
  };

  const read = (jws: string): Promise<KeysDocument | null> => readKeysDocument(jws, root.publicKey, verify);

  return {
    root: () => root,
    signing: Object.freeze({
      get kid() {
        return current().kid;
      },
      get publicKey() {
        return current().publicKey;
      },
      sign: async (payload: object) => current().sign(payload),
    }),
    list: () => list,
    believed: (kid) => {
      const key = list?.keys.find((one) => one.kid === kid);
      return key && key.revokedAt === undefined ? key.jwk : null;
    },
    read,
    take: async ({ jws }) => {
      const document = await read(jws);
      if (document) list = document;
      return document;
    },
    recallRevocations: (earlier) => {
      if (!list || !forgetsRevocation(list, earlier)) return false;
      const revokedAt = new Map(earlier.keys.map((key) => [key.kid, key.revokedAt]));
      const keys = list.keys.map((key) => {
        const at = key.revokedAt ?? revokedAt.get(key.kid);
        return at === undefined ? key : { ...key, revokedAt: at };
      });
      list = { ...list, keys };
      return true;
    },
    recall: async () => {
      memory = recalled(await store.settings.get(memoryName));
    },
    renew: async ({ version, now }, lifetimeMs) => {
      if (!root.sign) return null;
      const document = renewedKeys({ present: list, own, version, lifetimeMs, now });
      const { topic, issuedAt, expiresAt } = document;
      return { topic, jws: await root.sign(document), version, issuedAt, expiresAt, published: false };
    },
    adopt: (signers) => {
      ({ root, own } = signers);
    },
    decide: async () => {
      await remember(consider());
      return rotation;
    },
    rotation: () => rotation,
    own: () => own.map(({ kid }) => kid),
  };
};
