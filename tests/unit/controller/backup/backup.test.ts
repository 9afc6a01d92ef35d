import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigner, keysSchema, publicKeyJwk, topics } from '#protocol';
import { auditTipFile } from '../../../../controller/adapters/audit-tip-file.ts';
import { openSqliteStore } from '../../../../controller/adapters/store/sqlite.ts';
import type { AssetRow } from '../../../../controller/app/ports/store/assets.ts';
import type { Store } from '../../../../controller/app/ports/store.ts';
import { parseChecksums } from '../../../../controller/backup/checked-files.ts';
import { makeBackup } from '../../../../controller/backup/make-backup.ts';
import { restoreBackup } from '../../../../controller/backup/restore-backup.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { testPrivateKey } from '../../../support/test-signers.ts';

const now = new Date('2026-11-23T05:00:00Z');
const dayMs = 86_400_000;

let root: string;
let dataDir: string;
let to: string;
let store: Store;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const put = (path: string, text: string): void => {
  mkdirSync(join(dataDir, path, '..'), { recursive: true });
  writeFileSync(join(dataDir, path), text, { mode: 0o600 });
};
const addAsset = async (sound: string): Promise<string> => {
  const sha256 = hashOf(sound);
  const row: AssetRow = {
    sha256,
    sizeBytes: sound.length,
    durationMs: 1_000,
    peaks: [],
    loudnessLufs: -16,
    truePeakDbtp: -1,
    createdAt: now.getTime(),
  };
  await store.assets.put(row);
  put(`assets/${sha256}.mp3`, sound);
  return sha256;
};
const make = (options: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
  makeBackup({ dataDir, to, keep: 3, withKeys: false, now, ...options });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'truyenthanh-backup-'));
  dataDir = join(root, 'data');
  to = join(root, 'backups');
  mkdirSync(dataDir);
  store = await openSqliteStore({ path: join(dataDir, 'truyenthanh.db'), log: silentLog });
  put('keys/root.jwk.json', '{"kty":"OKP","crv":"Ed25519","x":"x","d":"secret"}');
  put('keys/signing.jwk.json', '{"format":"truyenthanh-protected-key/1","sealed":"..."}');
  put('keys/sealing.jwk.json', '{"kty":"oct","k":"secret"}');
  put('tls/ca.pem', '-----BEGIN CERTIFICATE-----');
  put('tls/ca.key', '-----BEGIN PRIVATE KEY-----');
  put('photos/a.jpg', 'a photo');
});
afterEach(async () => {
  await store.close();
  rmSync(root, { recursive: true, force: true });
});

describe('a backup', () => {
  it('holds the database as of one moment while somebody writes, the audio that it names, and what proves both', async () => {
    const held = [await addAsset('one'), await addAsset('two')];
    const writing = store.transaction(async (tx) => {
      await tx.settings.put('later', 'not yet');
      return make();
    });
    const { folder, manifest } = await writing;
    expect(manifest).toMatchObject({ assets: 2, missingAssets: [] });
    expect(readdirSync(join(folder, 'assets')).sort()).toEqual(held.map((hash) => `${hash}.mp3`).sort());
    expect(readFileSync(join(folder, 'photos/a.jpg'), 'utf8')).toBe('a photo');
    const checksums = parseChecksums(readFileSync(join(folder, 'SHA256SUMS'), 'utf8'));
    for (const [path, hash] of checksums ?? [])
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      ).toBe(hash);
    expect(checksums?.has('truyenthanh.db')).toBe(true);
    const copy = await openSqliteStore({ path: join(folder, 'truyenthanh.db'), log: silentLog });
    expect(await copy.settings.get('later')).toBeNull();
    await copy.close();
  });

  it('leaves out keys that whoever finds it could use, unless they are asked for', async () => {
    const { folder, manifest } = await make();
    expect(manifest.keysLeftOut).toEqual(['keys/root.jwk.json', 'keys/sealing.jwk.json', 'tls/ca.key']);
    expect(existsSync(join(folder, 'keys/signing.jwk.json'))).toBe(true);
    expect(existsSync(join(folder, 'tls/ca.pem'))).toBe(true);
    for (const name of manifest.keysLeftOut) expect(existsSync(join(folder, name))).toBe(false);

    const whole = await make({ withKeys: true, now: new Date(now.getTime() + dayMs) });
    expect(whole.manifest.keysLeftOut).toEqual([]);
    expect(statSync(join(whole.folder, 'keys/root.jwk.json')).mode & 0o777).toBe(0o600);
    expect(statSync(whole.folder).mode & 0o777).toBe(0o700);
  });

  it('shares audio with the one before, and keeps so many', async () => {
    const sha256 = await addAsset('one');
    const made = [];
    for (let days = 0; days < 5; days += 1)
      made.push(await make({ now: new Date(now.getTime() + days * dayMs) }));
    const kept = readdirSync(to).sort();
    expect(kept).toEqual(['2026-11-25T05-00-00Z', '2026-11-26T05-00-00Z', '2026-11-27T05-00-00Z']);
    expect(made.at(-1)?.removed).toEqual(['2026-11-24T05-00-00Z']);
    const [first, last] = [kept[0] ?? '', kept.at(-1) ?? ''].map((name) =>
      statSync(join(to, name, `assets/${sha256}.mp3`)),
    );
    expect(last?.ino).toBe(first?.ino);
  });

  it('says which audio is missing or damaged, and takes everything else', async () => {
    const [gone, damaged] = [await addAsset('gone'), await addAsset('damaged')];
    rmSync(join(dataDir, `assets/${gone}.mp3`));
    appendFileSync(join(dataDir, `assets/${damaged}.mp3`), 'x');
    const { folder, manifest } = await make();
    expect(manifest.missingAssets.sort()).toEqual([gone, damaged].sort());
    expect(readdirSync(join(folder, 'assets'))).toEqual([]);
  });

  it('that fails leaves nothing behind, and the earlier ones alone', async () => {
    await make();
    rmSync(join(dataDir, 'truyenthanh.db'));
    await expect(make({ now: new Date(now.getTime() + dayMs) })).rejects.toThrow();
    expect(readdirSync(to)).toEqual(['2026-11-23T05-00-00Z']);
  });
});

describe('a restore', () => {
  const target = (): string => join(root, 'restored');

  it('brings back the database, the audio and the keys that the backup has', async () => {
    const sha256 = await addAsset('one');
    await store.settings.put('name', 'value');
    const { folder } = await make({ withKeys: true });
    const restored = await restoreBackup({ from: folder, dataDir: target() });
    expect(restored.keysMissing).toEqual([]);
    expect(readFileSync(join(target(), `assets/${sha256}.mp3`), 'utf8')).toBe('one');
    expect(statSync(join(target(), 'keys/root.jwk.json')).mode & 0o777).toBe(0o600);
    const copy = await openSqliteStore({ path: join(target(), 'truyenthanh.db'), log: silentLog });
    expect(await copy.settings.get('name')).toBe('value');
    await copy.close();
  });

  it('takes keys that were put there before, and says which are still missing', async () => {
    const { folder } = await make();
    mkdirSync(join(target(), 'keys'), { recursive: true });
    writeFileSync(join(target(), 'keys/root.jwk.json'), readFileSync(join(dataDir, 'keys/root.jwk.json')));
    const { keysMissing } = await restoreBackup({ from: folder, dataDir: target() });
    expect(keysMissing).toEqual(['keys/sealing.jwk.json', 'tls/ca.key']);
  });

  it('believes the root key that lies there already rather than one that comes with the backup', async () => {
    const [own, foreign] = [testPrivateKey(), testPrivateKey()];
    const list = { schema: keysSchema, topic: topics.keys, version: 1, issuedAt: 1, expiresAt: 2, keys: [] };
    const jws = await (await createSigner(foreign)).sign(list);
    await store.documents.put([
      { topic: topics.keys, jws, version: 1, issuedAt: 1, expiresAt: 2, published: true },
    ]);
    put('keys/root.public.jwk.json', JSON.stringify(publicKeyJwk.parse(foreign)));
    const { folder } = await make();
    mkdirSync(join(target(), 'keys'), { recursive: true });
    writeFileSync(join(target(), 'keys/root.public.jwk.json'), JSON.stringify(publicKeyJwk.parse(own)));
    await expect(restoreBackup({ from: folder, dataDir: target() })).rejects.toThrow(
      'not signed by the root key',
    );
  });

  it('forgets how far the trail went that stood there before', async () => {
    const { folder } = await make();
    mkdirSync(target());
    await auditTipFile(target()).write({ seq: 99, hash: 'f'.repeat(64) });
    await restoreBackup({ from: folder, dataDir: target() });
    expect(await auditTipFile(target()).read()).toBeNull();
  });

  it('never overwrites a database', async () => {
    const { folder } = await make();
    await expect(restoreBackup({ from: folder, dataDir })).rejects.toThrow('nothing is ever overwritten');
  });

  it.each([
    ['another byte in the database', (folder: string) => appendFileSync(join(folder, 'truyenthanh.db'), 'x')],
    ['a photo that is gone', (folder: string) => rmSync(join(folder, 'photos/a.jpg'))],
    ['no checksums', (folder: string) => rmSync(join(folder, 'SHA256SUMS'))],
    [
      'checksums that lead elsewhere',
      (folder: string) => appendFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  ../../etc/passwd\n`),
    ],
  ])('refuses a backup with %s, and writes nothing', async (_name, harm) => {
    const { folder } = await make();
    harm(folder);
    await expect(restoreBackup({ from: folder, dataDir: target() })).rejects.toThrow();
    expect(existsSync(join(target(), 'truyenthanh.db'))).toBe(false);
  });
});
