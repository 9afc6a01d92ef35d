import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMediaRoutes, type MediaRoutesDeps } from '../../../../controller/http/media.ts';

const assetDir = mkdtempSync(join(tmpdir(), 'media-'));
afterAll(() => rmSync(assetDir, { recursive: true }));

const content = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7919) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
writeFileSync(join(assetDir, `${sha256}.mp3`), content);
writeFileSync(join(assetDir, 'secret.txt'), 'secret');

const routes = (deps: Partial<MediaRoutesDeps> = {}) =>
  createMediaRoutes({ assetDir, cacheBytes: 10_000_000, isServable: async () => true, ...deps });
const hot = routes();
/** Too little memory for the file, so every answer is streamed from disk. */
const cold = routes({ cacheBytes: 1000 });
const ask = (app: typeof hot, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(`/${sha256}.mp3`, { method, headers });
const bodyOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe.each([
  ['from memory', hot],
  ['from disk', cold],
])('an asset %s', (_, app) => {
  it('is served whole, to be kept forever', async () => {
    const response = await ask(app);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/mpeg',
      'content-length': '700000',
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${sha256}"`,
      'x-content-type-options': 'nosniff',
    });
    expect((await bodyOf(response)).equals(content)).toBe(true);
  });

  it('answers HEAD as GET, without the body', async () => {
    const response = await ask(app, { range: 'bytes=0-1' }, 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('700000');
    expect((await bodyOf(response)).length).toBe(0);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=300000-600000', 300_000, 600_000],
    ['bytes=699990-', 699_990, 699_999],
    ['bytes=-10', 699_990, 699_999],
  ])('gives the range %s', async (range, start, end) => {
    const response = await ask(app, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/700000`);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect((await bodyOf(response)).equals(content.subarray(start, end + 1))).toBe(true);
  });

  it('gives several ranges as multipart', async () => {
    const response = await ask(app, { range: 'bytes=10-19, 500000-500004' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBeNull();
    const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(
      response.headers.get('content-type') ?? '',
    )?.[1];
    const body = await bodyOf(response);
    expect(response.headers.get('content-length')).toBe(String(body.length));
    const part = (start: number, end: number): string =>
      `--${boundary}\r\ncontent-type: audio/mpeg\r\ncontent-range: bytes ${start}-${end}/700000\r\n\r\n${content.toString('latin1', start, end + 1)}\r\n`;
    expect(body.toString('latin1')).toBe(`${part(10, 19)}${part(500_000, 500_004)}--${boundary}--\r\n`);
  });

  it('says how long it is when asked for more', async () => {
    const response = await ask(app, { range: 'bytes=700000-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */700000');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('is not sent again to who has it', async () => {
    const response = await ask(app, { 'if-none-match': `"other", W/"${sha256}"`, range: 'bytes=0-1' });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(`"${sha256}"`);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect((await ask(app, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is sent whole when the part in hand is of something else', async () => {
    expect((await ask(app, { 'if-range': `"${sha256}"`, range: 'bytes=0-1' })).status).toBe(206);
    expect((await ask(app, { 'if-range': '"other"', range: 'bytes=0-1' })).status).toBe(200);
    expect((await ask(app, { 'if-range': '"other"', range: 'bytes=900000-' })).status).toBe(200);
    expect((await ask(app, { 'if-match': '"other"' })).status).toBe(412);
  });
});

describe('names', () => {
  it.each([
    '/secret.txt',
    '/../secret.txt',
    '/..%2Fsecret.txt',
    `/${sha256}`,
    `/${sha256.toUpperCase()}.mp3`,
    `/${sha256.slice(1)}.mp3`,
    `/x${sha256}.mp3`,
    `/${sha256}.mp3.part`,
    `/%2e%2e%2f${sha256}.mp3`,
    `/${'0'.repeat(64)}.mp3`,
  ])('%s is not found', async (path) => {
    expect((await hot.request(path)).status).toBe(404);
  });
});

describe('permission', () => {
  it('is asked for each time, with the request, even for what is in memory', async () => {
    const asked: string[] = [];
    const app = routes({
      isServable: async (name, { req }) => {
        asked.push(`${name} ${req.header('cookie')}`);
        return req.header('cookie') === 'yes';
      },
    });
    expect((await ask(app, { cookie: 'yes' })).status).toBe(200);
    expect((await ask(app, { cookie: 'no' })).status).toBe(404);
    expect(asked).toEqual([`${sha256} yes`, `${sha256} no`]);
  });

  it('keeps a private asset out of shared caches, and asks anew for each person at a computer', async () => {
    const response = await ask(routes({ isServable: async () => 'private' }));
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('memory and files', () => {
  it('reads a hot file once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'media-hot-'));
    const path = join(folder, `${sha256}.mp3`);
    writeFileSync(path, content);
    const app = routes({ assetDir: folder });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(app)));
    unlinkSync(path);
    answers.push(await ask(app, { range: 'bytes=5-6' }));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 20 }, () => 200), 206]);
    rmSync(folder, { recursive: true });
  });

  it('closes a cold file that nobody finishes or begins to read', async () => {
    const openFiles = (): number => readdirSync('/dev/fd').length;
    const before = openFiles();
    for (let round = 0; round < 20; round += 1) {
      const begun = (await ask(cold)).body?.getReader();
      await begun?.read();
      await begun?.cancel();
      await (await ask(cold)).body?.cancel();
      await ask(cold, {}, 'HEAD');
    }
    expect(openFiles()).toBeLessThan(before + 10);
  });
});
