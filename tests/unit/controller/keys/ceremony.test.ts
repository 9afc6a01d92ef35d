import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeysDocument, Signer } from '#protocol';
import { createKeyFiles } from '../../../../controller/adapters/key-files.ts';
import { createKeyProtection } from '../../../../controller/adapters/key-protection.ts';
import { openSqliteStore } from '../../../../controller/adapters/store/sqlite.ts';
import { createKeyFolder } from '../../../../controller/app/documents/key-folder.ts';
import { readPrivateKey } from '../../../../controller/app/documents/read-key-file.ts';
import { makeSigningKey } from '../../../../controller/app/documents/signing-keys.ts';
import type { Store } from '../../../../controller/app/ports/store.ts';
import { fingerprint } from '../../../../controller/keys/ceremony-file.ts';
import { certify, initRoot } from '../../../../controller/keys/offline-commands.ts';
import * as server from '../../../../controller/keys/server-commands.ts';
import { silentLog } from '../../../support/silent-log.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 22);
const iterations = 1_000;
const guard = (passphrase: string | null) => createKeyProtection({ passphrase, iterations });
const ofServer = guard('mật khẩu của máy chủ');
const ofSafe = guard('mật khẩu trong két sắt');

let folder: string;
let store: Store;
let now: number;
const filesIn = (name: string) => createKeyFiles({ directory: join(folder, name) });
const deps = (protection = ofServer): server.ServerDeps => ({
  files: filesIn('server'),
  protection,
  store,
  now: () => now,
});
const value = <T>(outcome: { ok: true; value: T } | { ok: false; fault: { code: string } }): T => {
  if (!outcome.ok) throw new Error(outcome.fault.code);
  return outcome.value;
};
const codeOf = (outcome: { ok: boolean; fault?: { code: string } }) => outcome.fault?.code ?? null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ceremony-'));
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
  now = start;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const offlineRoot = async (): Promise<Signer> => {
  const text = (await filesIn('safe').read('root.jwk.json')) ?? '';
  return (await readPrivateKey(text, 'root', ofSafe)).signer;
};
const signed = async (requestText: string, listDays = 190) =>
  certify({ root: await offlineRoot(), requestText, listDays, now });
/** A server whose root key was never on it. */
const foundServer = async (): Promise<KeysDocument> => {
  value(await initRoot({ files: filesIn('safe'), protection: ofSafe }));
  value(await server.trustRoot(deps(), (await filesIn('safe').read('root.public.jwk.json')) ?? ''));
  const { text } = value(await server.request(deps(), []));
  return value(await server.install(deps(), value(await signed(text)).text));
};
/** What a first start with one command leaves. */
const firstStart = async () => {
  const files = filesIn('server');
  const signers = await createKeyFolder({ files, protection: ofServer, log: silentLog }).open(false);
  const { own, root } = signers;
  const add = own.map(({ kid, publicKey }) => ({ kid, jwk: publicKey }));
  value(await server.certifyHere(deps(), { add, revoke: [], listDays: 190 }));
  return { kid: own[0].kid, root };
};

describe('a root key that was made offline', () => {
  it('is sealed, and has a fingerprint that two people can compare', async () => {
    const { kid } = value(await initRoot({ files: filesIn('safe'), protection: ofSafe }));
    expect(await readFile(join(folder, 'safe', 'root.jwk.json'), 'utf8')).toContain('PBES2-HS512+A256KW');
    expect(fingerprint(kid)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  });

  it('is not made without a passphrase, nor over another one', async () => {
    const files = filesIn('safe');
    expect(codeOf(await initRoot({ files, protection: guard(null) }))).toBe('Keys_NoPassphrase');
    await initRoot({ files, protection: ofSafe });
    expect(codeOf(await initRoot({ files, protection: ofSafe }))).toBe('Keys_Exists');
  });

  it('certifies the signing key of a server that never sees it', async () => {
    const list = await foundServer();
    const standing = await server.standingOf(deps());
    expect(standing.root?.sign).toBeNull();
    expect(list.keys.map(({ kid }) => kid)).toEqual(standing.own.map(({ kid }) => kid));
    expect(await readdir(join(folder, 'server'))).not.toContain('root.jwk.json');
  });

  it('signs for no other root, and nothing that was changed on the way', async () => {
    await foundServer();
    const request = value(await server.request(deps(), [])).text;
    const changed = { ...JSON.parse(request), add: [{ ...JSON.parse(request).add[0], kid: 'another' }] };
    expect(codeOf(await signed(JSON.stringify(changed)))).toBe('Keys_NoRequest');
    expect(codeOf(await signed(JSON.stringify({ ...JSON.parse(request), root: 'other' })))).toBe(
      'Keys_OtherRoot',
    );
    const smuggled = { ...JSON.parse(request), present: 'a.b.c' };
    expect(codeOf(await signed(JSON.stringify(smuggled)))).toBe('Keys_OtherRoot');
    expect(codeOf(await signed('hello'))).toBe('Keys_NoRequest');
  });
});

describe('a rotation', () => {
  it('keeps both keys, and asks again for the same new key until it is certified', async () => {
    const first = await foundServer();
    now += 100 * day;
    const once = value(await server.request(deps(), []));
    expect(value(await server.request(deps(), [])).kid).toBe(once.kid);
    const list = value(await server.install(deps(), value(await signed(once.text)).text));
    expect(list.keys.map(({ kid }) => kid)).toEqual([first.keys[0]?.kid, once.kid]);
    expect(list.keys[0]?.notAfter).toBe(now + 30 * day);
  });

  it('is refused when its list is older, in force already, of another root or of another server', async () => {
    await foundServer();
    now += day;
    const text = value(await signed(value(await server.request(deps(), [])).text)).text;
    value(await server.install(deps(), text));
    expect(codeOf(await server.install(deps(), text))).toBe('Keys_Same');
    now += day;
    const later = value(await signed(value(await server.request(deps(), [])).text)).text;
    const other = { ...deps(), files: filesIn('other') };
    value(await server.trustRoot(other, (await filesIn('safe').read('root.public.jwk.json')) ?? ''));
    expect(codeOf(await server.install(other, later))).toBe('Keys_NotOurs');
    value(await server.install(deps(), later));
    expect(codeOf(await server.install(deps(), text))).toBe('Keys_Older');
    expect(codeOf(await server.install(deps(), 'rubbish'))).toBe('Keys_NoList');
  });

  it('that revokes a key names one that exists, and makes a new one beside it', async () => {
    const first = await foundServer();
    expect(codeOf(await server.request(deps(), ['nobody']))).toBe('Keys_UnknownKey');
    const bad = first.keys[0]?.kid ?? '';
    now += day;
    const made = value(await server.request(deps(), [bad]));
    const list = value(await server.install(deps(), value(await signed(made.text)).text));
    expect(list.keys.map(({ kid, revokedAt }) => [kid, revokedAt])).toEqual([
      [bad, now],
      [made.kid, undefined],
    ]);
  });
});

describe('the root of a first start', () => {
  it('leaves the server once a protected backup is proven to hold it', async () => {
    const { root } = await firstStart();
    now += day;
    const { text } = value(await server.exportRoot(deps(), ofSafe));
    const taken = { backupText: text, backup: ofSafe, listDays: 190 };
    const list = value(await server.takeRootOffline(deps(), taken));
    expect(list.expiresAt).toBe(now + 190 * day);
    const standing = await server.standingOf(deps());
    expect([standing.root?.kid, standing.root?.sign]).toEqual([root.kid, null]);
    expect((await readdir(join(folder, 'server'))).sort()).toEqual([
      'root.public.jwk.json',
      'signing.jwk.json',
    ]);
    await writeFile(join(folder, 'copy'), text);
    expect((await readPrivateKey(text, 'copy', ofSafe)).signer.kid).toBe(root.kid);
  });

  it.each<[string, (text: string) => Promise<string>, string]>([
    ['of another root', async () => ofSafe.seal(JSON.stringify(filesIn('x').generate())), 'Keys_OtherBackup'],
    [
      'without a passphrase',
      async (text) => {
        const opened = await ofSafe.open(text);
        return opened.ok ? opened.text : '';
      },
      'Keys_PlainBackup',
    ],
  ])('stays when the backup is %s', async (_, change, code) => {
    await firstStart();
    const { text } = value(await server.exportRoot(deps(), ofSafe));
    const taken = { backupText: await change(text), backup: ofSafe, listDays: 190 };
    expect(codeOf(await server.takeRootOffline(deps(), taken))).toBe(code);
    expect((await server.standingOf(deps())).root?.sign).not.toBeNull();
  });

  it('stays when the backup cannot be opened', async () => {
    await firstStart();
    const { text } = value(await server.exportRoot(deps(), ofSafe));
    const taken = { backupText: text, backup: guard('một câu khác'), listDays: 190 };
    await expect(server.takeRootOffline(deps(), taken)).rejects.toMatchObject({
      code: 'SigningKey_WrongPassphrase',
    });
    expect(await readdir(join(folder, 'server'))).toContain('root.jwk.json');
  });
});

it('key files without a passphrase get one, and hold the same keys', async () => {
  const files = filesIn('server');
  const signers = await createKeyFolder({ files, protection: guard(null), log: silentLog }).open(false);
  expect(value(await server.protect(deps()))).toEqual(['root.jwk.json', 'signing.jwk.json']);
  const standing = await server.standingOf(deps());
  expect([standing.root?.kid, standing.own[0]?.kid]).toEqual([signers.root.kid, signers.own[0].kid]);
  expect(standing.unprotected).toEqual([]);
  expect(value(await server.protect(deps()))).toEqual([]);
});

it('a running controller finds new key files, and that the root has gone', async () => {
  const files = filesIn('server');
  const keys = createKeyFolder({ files, protection: ofServer, log: silentLog });
  const { root } = await keys.open(false);
  expect(await keys.changed()).toBeNull();
  const { signer } = await makeSigningKey({ files, protection: ofServer, isFirst: false });
  expect((await keys.changed())?.own.map(({ kid }) => kid)).toContain(signer.kid);
  await files.create('root.public.jwk.json', JSON.stringify(root.publicKey));
  await files.remove('root.jwk.json');
  expect((await keys.changed())?.root).toMatchObject({ kid: root.kid, sign: null });
});
