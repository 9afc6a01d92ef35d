import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type HttpServer, startHttpServer } from '../../controller/adapters/http/server.ts';
import { askByHand, headOf, openHttp } from '../support/raw-http.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { waitUntil } from '../support/wait-until.ts';

let controller: ControllerProcess;
let host: string;
beforeAll(async () => {
  controller = await runController();
  ({ host } = new URL(controller.url));
});
afterAll(() => controller.stop());

/** Everything that the server says until it closes the connection, or `enough` of it is there. */
const readUntil = async (socket: Socket, enough: RegExp): Promise<string> => {
  let received = '';
  for await (const chunk of socket) {
    received += chunk.toString('latin1');
    if (enough.test(received)) break;
  }
  return received;
};
const say = async (text: string): Promise<string> => {
  const socket = await openHttp(controller.url, text);
  onTestFinished(() => {
    socket.destroy();
  });
  return readUntil(socket, /\r\n\r\n/);
};
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const expectService = async (): Promise<void> => {
  expect((await fetch(new URL('/healthz', controller.url))).status).toBe(200);
};

/** The same server with limits that a test can wait for. */
const startImpatient = async (
  limits: Parameters<typeof startHttpServer>[0]['limits'] = {},
): Promise<HttpServer> => {
  const server = await startHttpServer({
    fetch: async (request) => new Response(await request.arrayBuffer().then(() => 'read')),
    refuse: () => new Response(null, { status: 400 }),
    host: '127.0.0.1',
    port: 0,
    limits: { headersTimeoutMs: 200, bodyGraceMs: 200, bodyBytesPerSecond: 10_000, ...limits },
  });
  onTestFinished(server.stop);
  return server;
};

describe('attack: slowly', () => {
  const trickle = (socket: Socket, bytes: string): (() => void) => {
    const timer = setInterval(() => socket.write(bytes), 20);
    return () => clearInterval(timer);
  };

  it.each([
    ['a head that never ends', 'GET / HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n'],
    ['a request line byte by byte', 'GET /', 'a'],
  ])('%s -> closed in time', async (_name, start, more) => {
    const server = await startImpatient();
    const socket = await openHttp(`http://127.0.0.1:${server.port}`, start);
    const stop = trickle(socket, more);
    const answer = await readUntil(socket, /\r\n\r\n/);
    stop();
    expect([0, 408]).toContain(statusOf(answer));
    socket.destroy();
  });

  it('a connection that says nothing -> closed in time', async () => {
    const server = await startImpatient();
    const socket = connect(server.port, '127.0.0.1').resume();
    await once(socket, 'close');
    expect(server.stats().silent).toBe(0);
  });

  it('a body that trickles -> closed, while one at a fair pace is read', async () => {
    const server = await startImpatient();
    const url = `http://127.0.0.1:${server.port}`;
    const slow = await openHttp(url, headOf('POST /', { 'content-length': '100000' }));
    const stop = trickle(slow, 'x');
    slow.resume();
    await once(slow, 'close');
    stop();
    expect(await (await fetch(url, { method: 'POST', body: Buffer.alloc(1_000_000) })).text()).toBe('read');
  });
});

describe('attack: too much', () => {
  it('a head of 20 KB -> 431', async () => {
    const answer = await askByHand(controller.url, headOf('GET /', { host, 'x-large': 'x'.repeat(20_000) }));
    expect(answer.status).toBe(431);
  });

  it('thousands of names of headers -> 431', async () => {
    const names = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`x-${index}`, '1']));
    expect((await askByHand(controller.url, headOf('GET /', { host, ...names }))).status).toBe(431);
  });

  it('many silent connections -> others are served all the same', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 600 }, () => openHttp(controller.url, 'GET / HT')),
    );
    await expectService();
    for (const socket of sockets) socket.resetAndDestroy();
  });

  it('more silent connections than one address may have -> the oldest end, the newest is served', async () => {
    const server = await startImpatient({
      headersTimeoutMs: 60_000,
      maxSilentPerAddress: 5,
      silentGraceMs: 0,
    });
    const url = `http://127.0.0.1:${server.port}`;
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openHttp(url, 'GET')));
    await waitUntil('the bound', () => server.stats().refused === 15 && server.stats().silent === 5);
    expect((await fetch(url)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  it('more connections than the server takes -> refused, not queued', async () => {
    const server = await startImpatient({ headersTimeoutMs: 60_000, maxConnections: 3 });
    const url = `http://127.0.0.1:${server.port}`;
    const sockets = await Promise.all(Array.from({ length: 6 }, () => openHttp(url, 'GET')));
    await waitUntil('refusals', () => server.stats().refused === 3);
    for (const socket of sockets) socket.destroy();
  });
});

describe('attack: two readings of one request', () => {
  const head = (lines: string): string =>
    `POST /api/v1/sign-in HTTP/1.1\r\nHost: ${host}\r\n${lines}\r\n\r\n`;
  it.each([
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5'],
    ['a length with a sign', 'Content-Length: +4'],
    ['an unknown coding', 'Transfer-Encoding: chunked, identity'],
    ['a coding in disguise', 'Transfer-Encoding: xchunked'],
    ['a space before the colon', 'Transfer-Encoding : chunked'],
    ['a folded header', 'X-A: b\r\n c: d\r\nTransfer-Encoding\r\n : chunked'],
    ['a zero byte', 'X-A: b\0c'],
    ['two hosts', 'Host: evil.example'],
  ])('%s -> 400, and what follows is not read as another request', async (_name, lines) => {
    const answer = await say(`${head(lines)}0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(statusOf(answer)).toBe(400);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('a chunk of no size -> 400 or closed', async () => {
    const answer = await say(`${head('Content-Type: application/json\r\nTransfer-Encoding: chunked')}zz\r\n`);
    expect([0, 400]).toContain(statusOf(answer));
    await expectService();
  });
});

describe('attack: who is asked', () => {
  it.each([
    ['another name', 'evil.example', 421],
    ['our name as a part of another', 'localhost.evil.example', 421],
    ['a name with a path', 'localhost/@evil.example', 400],
    ['a name with a user', 'admin@localhost', 400],
    ['nothing', '', 400],
  ])('%s as Host -> %j gives %i', async (_name, name, status) => {
    expect((await askByHand(controller.url, headOf('GET /', { host: name }))).status).toBe(status);
  });

  it.each(['X-Forwarded-Host', 'X-Host', 'Forwarded', 'X-Original-URL', 'X-Rewrite-URL'])(
    'another name in %s -> nothing in the answer goes there',
    async (name) => {
      for (const path of ['/', '/sign-in/x', '/api/v1/me', '/api/v1/openapi.json']) {
        const answer = await askByHand(
          controller.url,
          headOf(`GET ${path}`, { host, [name]: 'host=evil.example' }),
        );
        expect(`${JSON.stringify([...answer.headers])}${await answer.text()}`).not.toContain('evil.example');
      }
    },
  );

  it('a forged address behind which one would be this machine -> no figures', async () => {
    const head = headOf('GET /metrics', { host, 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' });
    expect((await askByHand(controller.url, head)).status).toBe(401);
  });

  it('an address in full -> its name counts, not the header', async () => {
    const answer = await say(`GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(answer).not.toContain('Location');
    expect([200, 400, 404, 421]).toContain(statusOf(answer));
  });
});

describe('attack: paths on the wire', () => {
  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '/media/../../truyenthanh.db',
    '/media/%2e%2e%2ftruyenthanh.db',
    '//etc/passwd',
    '/media/..\\..\\truyenthanh.db',
    '/%00/etc/passwd',
    '/index.html%00.mp3',
  ])('%s -> nothing from the disk', async (path) => {
    const answer = await say(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).not.toMatch(/root:x|"private": true|SQLite format/);
    expect([200, 400, 404]).toContain(statusOf(answer));
    await expectService();
  });
});

describe('attack: methods', () => {
  it.each([
    ['TRACE', [405]],
    ['get', [400]],
    ['PROPFIND', [405]],
    ['FOO', [400]],
  ])('%s -> no echo, no effect', async (method, statuses) => {
    const answer = await say(`${method} /api/v1/me HTTP/1.1\r\nHost: ${host}\r\nX-Secret: geheim\r\n\r\n`);
    expect(statuses).toContain(statusOf(answer));
    expect(answer).not.toContain('geheim');
  });

  it('CONNECT -> no tunnel', async () => {
    const answer = await say(`CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(statusOf(answer)).not.toBe(200);
  });

  it('an upgrade to something else -> refused or ignored', async () => {
    const answer = await say(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    );
    expect(statusOf(answer)).not.toBe(101);
  });

  it.each(['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'])(
    'another method in %s -> the one in the request line counts',
    async (name) => {
      const answer = await askByHand(controller.url, headOf('GET /healthz', { host, [name]: 'DELETE' }));
      expect(answer.status).toBe(200);
    },
  );
});
