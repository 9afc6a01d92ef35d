import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMediaRoutes } from '../../controller/http/media.ts';
import { waitUntil } from '../support/wait-until.ts';

const assetDir = mkdtempSync(join(tmpdir(), 'media-server-'));
const content = Buffer.from(Array.from({ length: 2_400_000 }, (_, index) => (index * 7919) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
writeFileSync(join(assetDir, `${sha256}.mp3`), content);
/** Larger than what sockets take, so that nobody has it all before going away. */
const large = 'f'.repeat(64);
writeFileSync(join(assetDir, `${large}.mp3`), '');
truncateSync(join(assetDir, `${large}.mp3`), 50_000_000);

const servers: ServerType[] = [];
const start = (cacheBytes: number): Promise<number> =>
  new Promise((resolve) => {
    const app = new Hono();
    app.route('/media', createMediaRoutes({ assetDir, cacheBytes, isServable: async () => true }));
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port));
    servers.push(server);
  });

let hot = 0;
let cold = 0;
beforeAll(async () => {
  hot = await start(100_000_000);
  cold = await start(0);
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(assetDir, { recursive: true });
});

const open = (
  port: number,
  method = 'GET',
  headers: Record<string, string> = {},
  name = sha256,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const url = `http://127.0.0.1:${port}/media/${name}.mp3`;
    request(url, { method, headers, agent: false }, resolve).on('error', reject).end();
  });
const hashOf = async (response: IncomingMessage): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of response) hash.update(chunk);
  return hash.digest('hex');
};
/** Descriptors of this process that stand for the large file (Linux). */
const openedLarge = (): number =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).includes(large);
    } catch {
      return false;
    }
  }).length;

describe('media over a real connection', () => {
  it.each([
    ['memory', () => hot],
    ['disk', () => cold],
  ])('reaches a hundred devices at once from %s, every byte of it', async (_, port) => {
    const hashes = await Promise.all(Array.from({ length: 100 }, async () => hashOf(await open(port()))));
    expect(new Set(hashes)).toEqual(new Set([sha256]));
  });

  it.each([
    ['memory', () => hot],
    ['disk', () => cold],
  ])('tells the length from %s to HEAD, and resumes a download', async (_, port) => {
    const head = await open(port(), 'HEAD');
    expect(head.statusCode).toBe(200);
    expect(head.headers['content-length']).toBe('2400000');
    head.resume();
    const rest = await open(port(), 'GET', { range: 'bytes=2000000-', 'if-range': `"${sha256}"` });
    expect(rest.statusCode).toBe(206);
    expect(rest.headers['content-length']).toBe('400000');
    expect(await hashOf(rest)).toBe(createHash('sha256').update(content.subarray(2_000_000)).digest('hex'));
  });

  it('gives the file back when devices go away in the middle', async () => {
    const responses = await Promise.all(Array.from({ length: 30 }, () => open(cold, 'GET', {}, large)));
    // The answer's head may be here a moment before its file is open.
    await waitUntil('every file to be open', () => openedLarge() === 30);
    for (const response of responses) response.destroy();
    await waitUntil('every file to be closed', () => openedLarge() === 0);
    expect(await hashOf(await open(cold))).toBe(sha256);
  });

  it('does not find names outside its folder', async () => {
    const status = await new Promise((resolve) => {
      get({ port: hot, host: '127.0.0.1', path: `/media/../${sha256}.mp3` }, ({ statusCode }) =>
        resolve(statusCode),
      );
    });
    expect(status).toBe(404);
  });
});
