import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPageRoutes } from '../../../../controller/http/page.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
const dist = join(folder, 'dist');
mkdirSync(join(dist, 'assets'), { recursive: true });
const index = '<!doctype html><title>Truyền thanh</title>';
writeFileSync(join(dist, 'index.html'), index);
writeFileSync(join(dist, 'favicon.svg'), '<svg/>');
writeFileSync(join(dist, 'assets', 'index-B4tQ.js'), 'export {};');
writeFileSync(join(dist, 'assets', 'vietnam.woff2'), 'font');
writeFileSync(join(dist, 'odd.xyz'), 'odd');
writeFileSync(join(folder, 'secret.html'), 'secret');
afterAll(() => rmSync(folder, { recursive: true }));

const page = createPageRoutes({ dist });

describe('the page', () => {
  it.each(['/', '/index.html', '/khu-vuc/237', '/bulletins/bul_x', '/sign-in/x/y', '/nhật-ký'])(
    'is its index at %s, checked anew at each visit',
    async (path) => {
      const answer = await page.request(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toBe(index);
    },
  );

  it.each([
    ['/assets/index-B4tQ.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/vietnam.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/favicon.svg', 'image/svg+xml', 'no-cache'],
    ['/odd.xyz', 'application/octet-stream', 'no-cache'],
  ])('gives the file %s', async (path, type, cacheControl) => {
    const answer = await page.request(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('cache-control')).toBe(cacheControl);
  });

  it.each([
    '/assets/index-old.js',
    '/assets/index-old',
    '/assets/',
    '/robots.txt',
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/..%2f..%2fsecret.html',
  ])('has nothing at %s', async (path) => {
    const answer = await page.request(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });

  it('is not sent again to who holds it', async () => {
    const etag = (await page.request('/')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    const answer = await page.request('/', { headers: { 'if-none-match': etag } });
    expect(answer.status).toBe(304);
    expect(await answer.text()).toBe('');
    expect((await page.request('/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('answers HEAD without a body, and nothing but reading', async () => {
    const head = await page.request('/', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect((await page.request('/', { method: 'POST' })).status).toBe(404);
  });

  it('cannot be served before it is built', () => {
    expect(() => createPageRoutes({ dist: join(folder, 'nowhere') })).toThrow('ENOENT');
  });
});
