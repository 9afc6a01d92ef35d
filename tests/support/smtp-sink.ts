import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { testCertificate } from './test-certificate.ts';

export type Letter = Readonly<{ from: string; to: readonly string[]; data: string; isSecure: boolean }>;

export type SmtpSink = Readonly<{
  port: number;
  letters: readonly Letter[];
  stop: () => Promise<void>;
}>;

type Options = Readonly<{
  /** Offers STARTTLS, with the test certificate. */
  tls?: boolean;
  /** What to say to a recipient, `550 no such mailbox`; 250 unless said. */
  toRecipient?: (address: string) => string;
}>;

/** Speaks line after line with one client (RFC 5321). */
const converse = (
  first: Socket,
  { tls = false, toRecipient = () => '250 ok' }: Options,
  take: (letter: Letter) => void,
): void => {
  let socket: Socket = first;
  let isSecure = false;
  let pending = '';
  let from = '';
  let to: string[] = [];
  let data: string[] | null = null;

  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  const hear = (line: string): void => {
    if (data !== null) {
      if (line !== '.') {
        data.push(line.replace(/^\.\./, '.'));
        return;
      }
      take({ from, to, data: data.join('\r\n'), isSecure });
      [data, to] = [null, []];
      say('250 taken');
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') say(tls && !isSecure ? '250-sink\r\n250 STARTTLS' : '250 sink');
    else if (line.toUpperCase() === 'STARTTLS' && !tls) say('502 no TLS here');
    else if (line.toUpperCase() === 'STARTTLS') {
      say('220 go ahead');
      socket.removeAllListeners('data');
      socket = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(testCertificate) });
      isSecure = true;
      listenTo(socket);
    } else if (verb === 'MAIL') {
      from = line;
      say('250 ok');
    } else if (verb === 'RCPT') {
      const answer = toRecipient(line);
      if (answer.startsWith('250')) to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
      say(answer);
    } else if (verb === 'DATA') {
      data = [];
      say('354 end with a dot');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 ok');
  };
  const listenTo = (one: Socket): void => {
    one.on('error', () => undefined);
    one.on('data', (bytes: Buffer) => {
      const lines = (pending + bytes.toString('latin1')).split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
  };
  listenTo(socket);
  say('220 sink');
};

/** A mail server that takes everything and delivers nothing. */
export const startSmtpSink = async (options: Options = {}): Promise<SmtpSink> => {
  const letters: Letter[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    converse(socket, options, (letter) => letters.push(letter));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sink listens on no port');
  return {
    port: address.port,
    letters,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
