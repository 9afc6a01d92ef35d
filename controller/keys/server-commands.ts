import { claimedKeyId, type KeysDocument, type PublicKeyJwk, topics } from '#protocol';
import { createDeviceVerifier } from '../app/devices/device-signatures.ts';
import { isSigningFile, rootFile, rootPublicFile } from '../app/documents/key-file-names.ts';
import { readPrivateKey, readPublicKey } from '../app/documents/read-key-file.ts';
import { readKeysDocument } from '../app/documents/read-keys-document.ts';
import { makeSigningKey, readKeys } from '../app/documents/signing-keys.ts';
import type { KeyFiles, KeyProtection } from '../app/ports/key-files.ts';
import type { Store } from '../app/ports/store.ts';
import { certifiedKeys, checkSuccession } from '../domain/key-ceremony.ts';
import { faults, listFaults } from './ceremony-faults.ts';
import { type RequestFile, writeCeremonyFile } from './ceremony-file.ts';
import { type Done, listIn, refused } from './offline-commands.ts';

export type ServerDeps = Readonly<{
  files: KeyFiles;
  protection: KeyProtection;
  store: Pick<Store, 'documents' | 'transaction'>;
  now: () => number;
}>;

type Standing = Awaited<ReturnType<typeof standingOf>>;

/** What is on the server now. */
export const standingOf = async ({ files, protection, store }: ServerDeps) => {
  const found = await readKeys(files, protection);
  const row = await store.documents.get(topics.keys);
  const present =
    row && found.root ? await readKeysDocument(row.jws, found.root.publicKey, createDeviceVerifier()) : null;
  return { ...found, row, present, documents: await store.documents.all() };
};

/** How many stored documents each key still gives their voice. */
export const documentsByKey = ({ documents }: Pick<Standing, 'documents'>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { topic, jws } of documents) {
    if (topic === topics.keys) continue;
    const kid = claimedKeyId(jws) ?? '';
    counts.set(kid, (counts.get(kid) ?? 0) + 1);
  }
  return counts;
};

/** Lets a server that has never started trust a root that was made elsewhere. */
export const trustRoot = async (deps: ServerDeps, text: string): Promise<Done<PublicKeyJwk>> => {
  const { publicKey, kid } = await readPublicKey(text, 'given with --root');
  const { root } = await standingOf(deps);
  if (root && root.kid !== kid) return refused(faults.otherRoot);
  if (!root) await deps.files.create(rootPublicFile, `${JSON.stringify(publicKey)}\n`);
  return { ok: true, value: publicKey };
};

/** Makes a signing key, unless one waits to be certified, and the request for it. */
export const request = async (
  deps: ServerDeps,
  revoke: readonly string[],
): Promise<Done<{ text: string; kid: string; add: RequestFile['add'] }>> => {
  const { files, protection, now } = deps;
  const { root, own, row, present } = await standingOf(deps);
  if (!root) return refused(faults.rootUnknown);
  const listed = (present?.keys ?? []).map(({ kid }) => kid);
  if (revoke.some((kid) => !listed.includes(kid))) return refused(faults.unknownKey);
  const waiting = own.find(({ kid }) => !listed.includes(kid));
  const signer = waiting ?? (await makeSigningKey({ files, protection, isFirst: own.length === 0 })).signer;
  const file: RequestFile = {
    format: 'truyenthanh-key-request/1',
    madeAt: new Date(now()).toISOString(),
    root: root.kid,
    present: row?.jws ?? null,
    add: [{ kid: signer.kid, jwk: signer.publicKey }],
    revoke: [...revoke],
  };
  return { ok: true, value: { text: writeCeremonyFile(file), kid: signer.kid, add: file.add } };
};

/** Stores a list that the root signed; the running controller finds and publishes it within half a minute. */
export const install = async (deps: ServerDeps, text: string): Promise<Done<KeysDocument>> => {
  const list = listIn(text);
  if (list === null) return refused(faults.noList);
  return installList(deps, list);
};

const installList = async (deps: ServerDeps, jws: string): Promise<Done<KeysDocument>> => {
  const { store, now } = deps;
  const { root, own } = await standingOf(deps);
  if (!root) return refused(faults.rootUnknown);
  const verify = createDeviceVerifier();
  const next = await readKeysDocument(jws, root.publicKey, verify);
  if (!next) return refused(faults.otherRoot);
  return store.transaction(async (tx) => {
    const row = await tx.documents.get(topics.keys);
    const present = row && (await readKeysDocument(row.jws, root.publicKey, verify));
    const kids = own.map(({ kid }) => kid);
    const fault = checkSuccession({ present, next, own: kids, now: now() });
    if (fault) return refused(listFaults[fault]);
    const { topic, version, issuedAt, expiresAt } = next;
    await tx.documents.put([{ topic, jws, version, issuedAt, expiresAt, published: false }]);
    await tx.audit.note({
      action: 'keys.installed',
      subject: 'documents',
      subjectId: topic,
      areaKey: null,
      actor: { kind: 'system', name: 'npm run keys' },
      fact: {
        version,
        expiresAt,
        keys: next.keys.map(({ kid, notAfter, revokedAt }) => ({
          kid,
          notAfter,
          revokedAt: revokedAt ?? null,
        })),
      },
    });
    return { ok: true, value: next };
  });
};

/** Signs and stores a list with the root that is on this server. */
export const certifyHere = async (
  deps: ServerDeps,
  change: Readonly<{ add: RequestFile['add']; revoke: readonly string[]; listDays: number }>,
): Promise<Done<KeysDocument>> => {
  const { root, present } = await standingOf(deps);
  if (!root?.sign) return refused(faults.noRoot);
  return installList(deps, await root.sign(certifiedKeys({ present, ...change, now: deps.now() })));
};

/** Protects key files that are stored without a passphrase. */
export const protect = async ({ files, protection }: ServerDeps): Promise<Done<string[]>> => {
  if (!protection.isOn) return refused(faults.noPassphrase);
  const done: string[] = [];
  for (const name of await files.names()) {
    if (name !== rootFile && !isSigningFile(name)) continue;
    const text = (await files.read(name)) ?? '';
    const { signer, isProtected } = await readPrivateKey(text, `${name} in ${files.place}`, protection);
    if (isProtected) continue;
    const sealed = await protection.seal(text);
    const again = await readPrivateKey(sealed, `${name}, protected,`, protection);
    if (again.signer.kid !== signer.kid) return refused(faults.otherBackup);
    await files.replace(name, sealed);
    done.push(name);
  }
  return { ok: true, value: done };
};

/** The root key under the passphrase of its backup. */
export const exportRoot = async (
  { files, protection }: ServerDeps,
  backup: KeyProtection,
): Promise<Done<{ text: string; kid: string }>> => {
  if (!backup.isOn) return refused(faults.noPassphrase);
  const text = await files.read(rootFile);
  if (text === null) return refused(faults.noRoot);
  const { signer } = await readPrivateKey(text, `${rootFile} in ${files.place}`, protection);
  const opened = await protection.open(text);
  if (!opened.ok) return refused(faults.noRoot);
  return { ok: true, value: { text: await backup.seal(opened.text), kid: signer.kid } };
};

/**
 * Takes the root key off this server once its backup is proven to hold it. Before that it signs a list that lasts
 * until somebody brings the root back for the next one.
 */
export const takeRootOffline = async (
  deps: ServerDeps,
  from: Readonly<{ backupText: string; backup: KeyProtection; listDays: number }>,
): Promise<Done<KeysDocument>> => {
  const { files } = deps;
  const { root } = await standingOf(deps);
  if (!root?.sign) return refused(faults.noRoot);
  const copy = await readPrivateKey(from.backupText, 'of the backup', from.backup);
  if (!copy.isProtected) return refused(faults.plainBackup);
  if (copy.signer.kid !== root.kid) return refused(faults.otherBackup);
  const listed = await certifyHere(deps, { add: [], revoke: [], listDays: from.listDays });
  if (!listed.ok) return listed;
  if ((await files.read(rootPublicFile)) === null) {
    await files.create(rootPublicFile, `${JSON.stringify(root.publicKey)}\n`);
  }
  await files.remove(rootFile);
  await deps.store.transaction((tx) =>
    tx.audit.note({
      action: 'keys.root-taken-offline',
      subject: 'keys',
      subjectId: root.kid,
      areaKey: null,
      actor: { kind: 'system', name: 'npm run keys' },
    }),
  );
  return listed;
};
