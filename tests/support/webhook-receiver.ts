import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { listen } from './listen.ts';
import { testCertificate } from './test-certificate.ts';

export type ReceivedPost = Readonly<{ path: string; headers: IncomingHttpHeaders; body: Buffer }>;

/** A server that remembers what is posted to it, and answers as it is told: 204 unless said. */
export const startReceiver = async (
  answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end(),
  { tls = false }: { tls?: boolean } = {},
) => {
  const posts: ReceivedPost[] = [];
  const take: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    posts.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    answer(response);
  };
  const server = tls ? createTlsServer(testCertificate, take) : createServer(take);
  const url = (await listen(server)).replace('http:', tls ? 'https:' : 'http:');
  return {
    url,
    posts,
    stop: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
