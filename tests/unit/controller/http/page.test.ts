import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, describe, expect, it } from 'vitest';
import { createPageRoutes } from '../../../../controller/http/page.ts';
import { securityHeaders } from '../../../../controller/http/security-headers.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
const dist = join(folder, 'dist');
mkdirSync(join(dist, 'assets'), { recursive: true });
const index = '<!doctype html><meta content="__STYLE_NONCE__"><title>Truyền thanh</title>';
writeFileSync(join(dist, 'index.html'), index);
writeFileSync(join(dist, 'favicon.svg'), '<svg/>');
writeFileSync(join(dist, 'assets', 'index-B4tQ.js'), 'export {};');
writeFileSync(join(dist, 'assets', 'vietnam.woff2'), 'font');
writeFileSync(join(dist, 'odd.xyz'), 'odd');
writeFileSync(join(folder, 'secret.html'), 'secret');
afterAll(() => rmSync(folder, { recursive: true }));

const page = createPageRoutes({ dist });
/** Behind the policy, as the app serves it. */
const guarded = new Hono().use('*', securityHeaders).route('/', page);

describe('the page', () => {
  it.each(['/', '/index.html', '/khu-vuc/237', '/bulletins/bul_x', '/sign-in/x/y', '/nhật-ký'])(
    'is its index at %s, fetched anew at each visit',
    async (path) => {
      const answer = await page.request(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.text()).toBe(index.replace('__STYLE_NONCE__', ''));
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
    const etag = (await page.request('/favicon.svg')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    const answer = await page.request('/favicon.svg', { headers: { 'if-none-match': etag } });
    expect(answer.status).toBe(304);
    expect(await answer.text()).toBe('');
    expect((await page.request('/favicon.svg', { headers: { 'if-none-match': '"other"' } })).status).toBe(
      200,
    );
  });

  it('carries the nonce of its own policy, another at each visit', async () => {
    const nonces = await Promise.all(
      ['/', '/'].map(async (path) => {
        const answer = await guarded.request(path);
        const nonce = /style-src 'self' 'nonce-([^']{20,})'/.exec(
          answer.headers.get('content-security-policy') ?? '',
        )?.[1];
        expect(await answer.text()).toBe(index.replace('__STYLE_NONCE__', nonce ?? 'none'));
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it('allows no inline script or style, no plug-in, no frame, and nobody else', async () => {
    const { headers } = await guarded.request('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const rule of [
      "script-src 'self'",
      "object-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(rule);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toMatch(
      /camera=\(self\), geolocation=\(self\), microphone=\(\)/,
    );
  });

  it.each([
    ['http://loa.example.vn/', {}, null],
    ['https://loa.example.vn/', {}, 'max-age=15552000'],
    ['http://loa.example.vn/', { 'x-forwarded-proto': 'https' }, 'max-age=15552000'],
  ])('at %s with %j says how long to insist on HTTPS: %s', async (url, headers, expected) => {
    const answer = await guarded.request(url, { headers });
    expect(answer.headers.get('strict-transport-security')).toBe(expected);
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
