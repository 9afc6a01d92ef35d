import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssetFetcher } from '../../../../device-sim/shell/asset-fetcher.ts';
import {
  type AssetStore,
  createFileAssetStore,
  createMemoryAssetStore,
} from '../../../../device-sim/shell/asset-store.ts';
import { listen } from '../../../support/listen.ts';
import { sha256Of } from '../../../support/test-mp3.ts';

const root = mkdtempSync(join(tmpdir(), 'asset-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const audio = Buffer.from('pretend this is a bulletin'.repeat(1_000));
const sha256 = sha256Of(audio);

async function* chunks(bytes: Buffer, fault?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
  if (fault) throw fault;
}

let folder: string;
let store: AssetStore;
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(root, `store-${count}`);
  store = createFileAssetStore({ folder, durable: true });
});
const pathOf = (name: string) => join(folder, `${name}.mp3`);
const files = () => (existsSync(folder) ? readdirSync(folder) : []);

describe('the cache of audio', () => {
  it('keeps what its hash names, across processes', async () => {
    expect(await store.check(sha256)).toBe('missing');
    expect(await store.put(sha256, chunks(audio), audio.length)).toBe('ok');
    const later = createFileAssetStore({ folder, durable: false });
    expect(await later.check(sha256)).toBe('ok');
    expect(await later.read(sha256)).toEqual(audio);
    expect(files()).toEqual([`${sha256}.mp3`]);
  });

  it.each([
    ['other bytes than the hash names', chunks(Buffer.from('other')), 'hash-mismatch'],
    ['more bytes than were announced', chunks(Buffer.concat([audio, audio])), 'hash-mismatch'],
    [
      'bytes that no longer fit',
      chunks(audio, Object.assign(new Error('full'), { code: 'ENOSPC' })),
      'disk-full',
    ],
  ])('leaves nothing behind of %s', async (_name, body, result) => {
    expect(await store.put(sha256, body, audio.length)).toBe(result);
    expect(files()).toEqual([]);
  });

  it('leaves nothing behind of a download that breaks off', async () => {
    await expect(store.put(sha256, chunks(audio, new Error('cut')), audio.length)).rejects.toThrow('cut');
    expect(files()).toEqual([]);
  });

  it('notices a file that was changed or cut short after it was found right', async () => {
    await store.put(sha256, chunks(audio), audio.length);
    expect(await store.check(sha256)).toBe('ok');
    truncateSync(pathOf(sha256), 500);
    expect(await store.check(sha256)).toBe('damaged');
    expect(await store.read(sha256)).toBeNull();
    await store.put(sha256, chunks(audio), audio.length);
    expect(await store.check(sha256)).toBe('ok');
    writeFileSync(pathOf(sha256), Buffer.alloc(audio.length, 1));
    expect(await store.check(sha256)).toBe('damaged');
  });

  it('deletes a file with its last user, and sweeps what earlier processes left', async () => {
    await store.put(sha256, chunks(audio), audio.length);
    store.retain(sha256);
    store.retain(sha256);
    await store.release(sha256);
    expect(await store.check(sha256)).toBe('ok');
    await store.release(sha256);
    expect(await store.check(sha256)).toBe('missing');

    const old = 'a'.repeat(64);
    const used = 'b'.repeat(64);
    for (const name of [`${old}.mp3`, `${used}.mp3`, `${old}.123.tmp`])
      writeFileSync(join(folder, name), 'x');
    await store.put(sha256, chunks(audio), audio.length);
    store.retain(used);
    const wanted = 'c'.repeat(64);
    writeFileSync(join(folder, `${wanted}.mp3`), 'x');
    await store.sweep((one) => one === wanted);
    expect(files().sort()).toEqual([`${sha256}.mp3`, `${used}.mp3`, `${wanted}.mp3`].sort());
  });

  it('in memory behaves alike', async () => {
    const memory = createMemoryAssetStore();
    expect(await memory.put(sha256, chunks(Buffer.from('other')), 100)).toBe('hash-mismatch');
    expect(await memory.put(sha256, chunks(audio), audio.length)).toBe('ok');
    expect(await memory.read(sha256)).toEqual(audio);
    memory.retain(sha256);
    await memory.release(sha256);
    expect(await memory.check(sha256)).toBe('missing');
  });
});

describe('fetching', () => {
  let server: Server;
  let base: string;
  let requests: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request.url ?? '');
      const kind = request.url?.split('/')[1];
      if (kind === 'good') response.end(audio);
      else if (kind === 'other') response.end('other bytes');
      else if (kind === 'cut') {
        response.writeHead(200, { 'content-length': audio.length });
        response.write(audio.subarray(0, 100), () => response.destroy());
      } else response.writeHead(kind === 'broken' ? 500 : 404).end();
    });
    base = await listen(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
  });

  it.each([
    [['good'], 'ok'],
    [['missing', 'broken', 'other', 'cut', 'good'], 'ok'],
    [['missing'], 'not-found'],
    [['broken'], 'unreachable'],
    [['cut'], 'unreachable'],
    [['broken', 'missing'], 'not-found'],
    [['missing', 'other', 'broken'], 'hash-mismatch'],
  ] as const)('from %j gives %s', async (kinds, result) => {
    const fetcher = createAssetFetcher({ store });
    const urls = kinds.map((kind) => `${base}/${kind}/${sha256}.mp3`);
    expect(await fetcher.fetch(sha256, audio.length, urls)).toBe(result);
    expect(await store.check(sha256)).toBe(result === 'ok' ? 'ok' : 'missing');
    expect(files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('from a server that is not there is unreachable', async () => {
    const fetcher = createAssetFetcher({ store });
    expect(await fetcher.fetch(sha256, null, ['http://127.0.0.1:1/x.mp3'])).toBe('unreachable');
  });

  it('asks once for all devices of the process, and not at all for what is there', async () => {
    const fetcher = createAssetFetcher({ store });
    const urls = [`${base}/good/${sha256}.mp3`];
    const results = await Promise.all(Array.from({ length: 20 }, () => fetcher.fetch(sha256, null, urls)));
    expect(new Set(results)).toEqual(new Set(['ok']));
    expect(await fetcher.fetch(sha256, null, urls)).toBe('ok');
    expect(requests).toHaveLength(1);
  });
});
