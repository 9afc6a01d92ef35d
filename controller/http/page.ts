import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { type Context, Hono } from 'hono';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** Where the build puts files named by their content. */
const assets = '/assets/';

type PageFile = { body: Uint8Array<ArrayBuffer>; type: string; etag: string; immutable: boolean };

const filesBelow = (dir: string): string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

const loadFile = (dist: string, path: string): [string, PageFile] => {
  const body = new Uint8Array(readFileSync(path));
  const name = `/${relative(dist, path).split(sep).join('/')}`;
  const type = contentTypes[extname(path)] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  return [name, { body, type, etag, immutable: name.startsWith(assets) }];
};

/** Stands in `index.html` where the nonce of each answer goes; see security-headers.ts. */
const nonceMark = '__STYLE_NONCE__';

/** Never from a cache: the nonce in it is that of one answer's policy. */
const answerDocument = (c: Context, { body, type }: PageFile): Response => {
  const nonce: unknown = c.get('secureHeadersNonce');
  const text = new TextDecoder().decode(body).replaceAll(nonceMark, typeof nonce === 'string' ? nonce : '');
  return c.body(text, 200, { 'cache-control': 'no-store', 'content-type': type });
};

/**
 * The operators' page from its build folder, held in memory: it is small and every visit wants the same
 * files. Paths without a file are routes of the page and get `index.html`.
 */
export const createPageRoutes = ({ dist }: { dist: string }): Hono => {
  const files = new Map(filesBelow(dist).map((path) => loadFile(dist, path)));
  const app = new Hono();
  app.get('*', (c) => {
    const { path } = c.req;
    const isRoute = extname(path) === '' && !path.startsWith(assets);
    const file = files.get(path) ?? (isRoute ? files.get('/index.html') : undefined);
    if (!file) return c.notFound();
    if (file.type.startsWith('text/html')) return answerDocument(c, file);
    const headers = {
      etag: file.etag,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
    return c.body(file.body, 200, { ...headers, 'content-type': file.type });
  });
  return app;
};
