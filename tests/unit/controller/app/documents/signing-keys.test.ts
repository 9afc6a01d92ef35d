import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFiles } from '../../../../../controller/adapters/key-files.ts';
import { createKeyProtection } from '../../../../../controller/adapters/key-protection.ts';
import { loadSigners } from '../../../../../controller/app/documents/signing-keys.ts';
import type { Log } from '../../../../../controller/app/ports/runtime.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { testPrivateKey } from '../../../../support/test-signers.ts';

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'keys-')), 'keys');
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));

const load = (options: { hasSigned?: boolean; log?: Log; passphrase?: string } = {}) =>
  loadSigners({
    files: createKeyFiles({ directory }),
    protection: createKeyProtection({ passphrase: options.passphrase ?? null, iterations: 1_000 }),
    hasSigned: options.hasSigned ?? false,
    log: options.log ?? silentLog,
  });
const rootFile = () => join(directory, 'root.jwk.json');
const signingFile = () => join(directory, 'signing.jwk.json');

describe('signing keys', () => {
  it('are made at the first start, two different ones, readable by their owner alone', async () => {
    const {
      root,
      own: [signing],
    } = await load();
    expect(root.kid).not.toBe(signing.kid);
    expect((await readdir(directory)).sort()).toEqual(['root.jwk.json', 'signing.jwk.json']);
    for (const file of [rootFile(), signingFile()]) expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it('are the same ones at the next start', async () => {
    const first = await load();
    const second = await load({ hasSigned: true });
    expect([second.root.kid, second.own[0].kid]).toEqual([first.root.kid, first.own[0].kid]);
  });

  it('never reach the log', async () => {
    const lines: string[] = [];
    const write = (fields: object, sentence: string) => lines.push(JSON.stringify(fields), sentence);
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    await load({ log });
    expect(lines.length).toBeGreaterThan(0);
    for (const file of [rootFile(), signingFile()]) {
      const { d } = JSON.parse(await readFile(file, 'utf8'));
      expect(lines.join('\n')).not.toContain(d);
    }
  });

  it.each<[string, (text: string) => string]>([
    ['empty', () => ''],
    ['cut short', (text) => text.slice(0, -20)],
    ['of another kind', () => JSON.stringify({ kty: 'oct', k: 'c2VjcmV0LWJ5dGVz' })],
    ['without its private half', (text) => JSON.stringify({ ...JSON.parse(text), d: undefined })],
    ['made of two keys', (text) => JSON.stringify({ ...JSON.parse(text), d: testPrivateKey().d })],
  ])('that are %s stop the start with the name of the file, and no secret', async (_, damage) => {
    await load();
    const before = await readFile(rootFile(), 'utf8');
    const damaged = damage(before);
    await writeFile(rootFile(), damaged);
    const error = await load().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'SigningKey_Unreadable' });
    expect(String(error)).toContain('root.jwk.json');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(JSON.parse(before).d);
    expect(await readFile(rootFile(), 'utf8')).toBe(damaged);
  });

  it('are not replaced when the root key is gone but the signing key is there', async () => {
    await load();
    await rm(rootFile());
    await expect(load()).rejects.toMatchObject({ code: 'SigningKey_Missing' });
    expect(await readdir(directory)).toEqual(['signing.jwk.json']);
  });

  it('are not replaced when all are gone but documents were signed', async () => {
    await expect(load({ hasSigned: true })).rejects.toMatchObject({ code: 'SigningKey_Missing' });
  });

  it('are completed when the first start ended between the two', async () => {
    const first = await load();
    await rm(signingFile());
    const second = await load();
    expect(second.root.kid).toBe(first.root.kid);
    expect(second.own[0].kid).not.toBe(first.own[0].kid);
  });
});

describe('signing keys under a passphrase', () => {
  const passphrase = 'một câu dài khó đoán';
  const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  it('are stored so that the files alone are of no use', async () => {
    const { own } = await load({ passphrase });
    for (const file of [rootFile(), signingFile()]) {
      const stored = JSON.parse(await readFile(file, 'utf8'));
      expect(Object.keys(stored).sort()).toEqual(['algorithm', 'format', 'iterations', 'sealed', 'sha256']);
      expect(stored.format).toBe('truyenthanh-protected-key/1');
    }
    expect((await load({ passphrase, hasSigned: true })).own[0].kid).toBe(own[0].kid);
  });

  it.each([
    ['another passphrase', 'một câu khác hẳn câu kia', 'SigningKey_WrongPassphrase'],
    ['no passphrase', undefined, 'SigningKey_PassphraseMissing'],
  ])('stay closed with %s, and nothing is made in their place', async (_, wrong, code) => {
    await load({ passphrase });
    const before = await readFile(signingFile(), 'utf8');
    const error = await load({ ...(wrong ? { passphrase: wrong } : {}), hasSigned: true }).catch((e) => e);
    expect(error).toMatchObject({ code });
    expect(message(error)).not.toContain(passphrase);
    expect(await readFile(signingFile(), 'utf8')).toBe(before);
    expect((await readdir(directory)).sort()).toEqual(['root.jwk.json', 'signing.jwk.json']);
  });

  it('that are damaged are told from a wrong passphrase', async () => {
    await load({ passphrase });
    const file = JSON.parse(await readFile(signingFile(), 'utf8'));
    await writeFile(signingFile(), JSON.stringify({ ...file, sealed: file.sealed.replace(/.{4}$/, 'AAAA') }));
    await expect(load({ passphrase })).rejects.toMatchObject({ code: 'SigningKey_Unreadable' });
  });

  it('that were stored without it are read and told of', async () => {
    await load();
    const lines: object[] = [];
    const log: Log = { ...silentLog, warn: (fields) => lines.push(fields), child: () => log };
    await load({ passphrase, log });
    expect(lines).toEqual([{ files: ['root.jwk.json', 'signing.jwk.json'] }]);
  });
});

describe('a root that is kept elsewhere', () => {
  it('is known by its public half, and cannot sign', async () => {
    const first = await load();
    await rm(rootFile());
    await writeFile(join(directory, 'root.public.jwk.json'), JSON.stringify(first.root.publicKey));
    const second = await load({ hasSigned: true });
    expect([second.root.kid, second.root.sign]).toEqual([first.root.kid, null]);
    expect(await readdir(directory)).not.toContain('root.jwk.json');
  });

  it('that is another than the one on the server is a fault', async () => {
    await load();
    const { d: _, ...stranger } = testPrivateKey();
    await writeFile(join(directory, 'root.public.jwk.json'), JSON.stringify(stranger));
    await expect(load()).rejects.toMatchObject({ code: 'SigningKey_RootMismatch' });
  });
});

describe('key files', () => {
  it('are never overwritten', async () => {
    const files = createKeyFiles({ directory });
    await files.create('root.jwk.json', 'first');
    await expect(files.create('root.jwk.json', 'second')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await files.read('root.jwk.json')).toBe('first');
    expect(await readdir(directory)).toEqual(['root.jwk.json']);
  });

  it('that are not there read as nothing', async () => {
    expect(await createKeyFiles({ directory }).read('root.jwk.json')).toBeNull();
  });
});
