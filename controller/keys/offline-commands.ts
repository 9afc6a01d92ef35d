import { type KeysDocument, keyId, type Signer } from '#protocol';
import { createDeviceVerifier } from '../app/devices/device-signatures.ts';
import { rootFile, rootPublicFile } from '../app/documents/key-file-names.ts';
import { readPrivateKey } from '../app/documents/read-key-file.ts';
import { readKeysDocument } from '../app/documents/read-keys-document.ts';
import type { KeyFiles, KeyProtection } from '../app/ports/key-files.ts';
import type { Fault } from '../domain/fault.ts';
import { certifiedKeys } from '../domain/key-ceremony.ts';
import { faults } from './ceremony-faults.ts';
import {
  listFile,
  type RequestFile,
  readCeremonyFile,
  requestFile,
  writeCeremonyFile,
} from './ceremony-file.ts';

export type Done<T> = { ok: true; value: T } | { ok: false; fault: Fault };
export const refused = (fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault });

/** Makes a root key in `files`, where no other computer can reach it. */
export const initRoot = async (deps: {
  files: KeyFiles;
  protection: KeyProtection;
}): Promise<Done<{ kid: string }>> => {
  const { files, protection } = deps;
  if (!protection.isOn) return refused(faults.noPassphrase);
  if ((await files.names()).some((name) => name === rootFile || name === rootPublicFile)) {
    return refused(faults.exists);
  }
  const text = JSON.stringify(files.generate());
  const { signer } = await readPrivateKey(text, 'that was just made', protection);
  await files.create(rootFile, await protection.seal(text));
  // What cannot be opened again is no root key; better now than in a year.
  await readPrivateKey((await files.read(rootFile)) ?? '', `${rootFile} in ${files.place}`, protection);
  await files.create(rootPublicFile, `${JSON.stringify(signer.publicKey)}\n`);
  return { ok: true, value: { kid: signer.kid } };
};

/** The list that answers a request, signed by the root. */
export const certify = async (deps: {
  root: Signer;
  requestText: string;
  listDays: number;
  now: number;
}): Promise<Done<{ text: string; document: KeysDocument; request: RequestFile }>> => {
  const { root, requestText, listDays, now } = deps;
  const request = readCeremonyFile(requestFile, requestText);
  if (!request) return refused(faults.noRequest);
  if (request.root !== null && request.root !== root.kid) return refused(faults.otherRoot);
  for (const { kid, jwk } of request.add) if ((await keyId(jwk)) !== kid) return refused(faults.noRequest);
  const verify = createDeviceVerifier();
  const present =
    request.present === null ? null : await readKeysDocument(request.present, root.publicKey, verify);
  // A present list that this root has not signed could smuggle keys in.
  if (request.present !== null && !present) return refused(faults.otherRoot);
  const listed = (present?.keys ?? []).map(({ kid }) => kid);
  if (request.revoke.some((kid) => !listed.includes(kid))) return refused(faults.unknownKey);
  const { add, revoke } = request;
  const document = certifiedKeys({ present, add, revoke, listDays, now });
  const list = await root.sign(document);
  const text = writeCeremonyFile({ format: 'truyenthanh-key-list/1', list });
  return { ok: true, value: { text, document, request } };
};

/** The signed list in a file that `certify` wrote; null when it is no such file. */
export const listIn = (text: string): string | null => readCeremonyFile(listFile, text)?.list ?? null;
