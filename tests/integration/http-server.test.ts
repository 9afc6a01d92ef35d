import { afterEach, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../../controller/adapters/http/server.ts';
import { askByHand, headOf, openHttp } from '../support/raw-http.ts';

let server: HttpServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});
const start = async (
  fetch: (request: Request) => Response | Promise<Response>,
  idleMs?: number,
): Promise<string> => {
  server = await startHttpServer({
    fetch,
    refuse: () => new Response('refused', { status: 400 }),
    host: '127.0.0.1',
    port: 0,
    ...(idleMs === undefined ? {} : { idleMs }),
  });
  return `http://127.0.0.1:${server.port}`;
};

describe('the HTTP server', () => {
  it('gives up an upload on a line on which nothing moves any more', async () => {
    let settle = (_end: unknown): void => undefined;
    const end = new Promise<unknown>((resolve) => {
      settle = resolve;
    });
    const url = await start(async (request) => {
      await request.arrayBuffer().then(() => settle('all of it came'), settle);
      return new Response();
    }, 100);
    const socket = await openHttp(url, headOf('POST /', { 'content-length': '1000' }));
    socket.write('half');
    expect(await end).toBeInstanceOf(Error);
    socket.destroy();
  });

  it.each(['a b', '[', 'x/y', 'a@b', ''])('refuses a request for the host %j', async (host) => {
    const url = await start(() => new Response('served'));
    const answer = await askByHand(url, headOf('GET /', { host }));
    expect(answer.status).toBe(400);
  });

  it('survives an answer that breaks, and serves the next one', async () => {
    const url = await start((request) => {
      if (new URL(request.url).pathname === '/') return new Response('served');
      throw new Error('a fault of the app');
    });
    expect((await fetch(`${url}/broken`)).status).toBe(500);
    expect(await (await fetch(url)).text()).toBe('served');
  });

  it('stops although somebody listens to a stream', async () => {
    const url = await start(
      () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)) })),
    );
    const answer = await fetch(url);
    const reader = answer.body?.getReader();
    await reader?.read();
    await server?.stop();
    await expect(reader?.read()).rejects.toThrow();
    await expect(fetch(url)).rejects.toThrow();
  });
});
