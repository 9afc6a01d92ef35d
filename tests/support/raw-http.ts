import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes HTTP by hand: a head that promises more than follows, or half a body. */
export const openHttp = async (url: string, start: string | Uint8Array): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  // A server that refuses, or dies, resets the connection: tests read what came before.
  socket.on('error', () => {});
  socket.write(start);
  return socket;
};

/** The head of a request, ready to be followed by its body. */
export const headOf = (request: string, headers: Readonly<Record<string, string>>): string => {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `${[`${request} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
};

/** The answer to a request written by hand. The connection is closed afterwards, whatever it still expected. */
export const askByHand = async (url: string, start: string | Uint8Array): Promise<Response> => {
  const socket = await openHttp(url, start);
  try {
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
};

const readAnswer = async (socket: Socket): Promise<Response> => {
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    const answer = parseAnswer(received);
    if (answer) return answer;
  }
  throw new Error(`The connection ended within the answer: ${received.toString('latin1').slice(0, 200)}`);
};

/** Null until all of it is there. Answers with a length are all that tests ask for by hand. */
const parseAnswer = (received: Buffer): Response | null => {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [statusLine = '', ...lines] = received.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const length = Number(headers.get('content-length') ?? 0);
  const body = received.subarray(headEnd + 4);
  if (body.length < length) return null;
  return new Response(body.subarray(0, length), { status: Number(statusLine.split(' ')[1]), headers });
};
