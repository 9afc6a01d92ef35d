import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SyslogSink } from '../../app/ports/syslog.ts';

export type StreamTarget = Readonly<{
  host: string;
  port: number;
  /** Certificates of authorities besides the system's, PEM; null for TCP without TLS. */
  tls: Readonly<{ ca: string | null }> | null;
}>;

const connectWithinMs = 10_000;
const closeWithinMs = 2_000;
/** Receivers of RFC 5424 take 2,048 octets at least; those of streams take far more. */
const mostBytes = 64 * 1024;

/** Octet counting, RFC 6587 section 3.4.1 and RFC 5425 section 4.3: no text can end a message. */
const framed = (messages: readonly Uint8Array[]): Buffer =>
  Buffer.concat(messages.flatMap((message) => [Buffer.from(`${message.length} `), message]));

const open = ({ host, port, tls }: StreamTarget): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({ host, port, ...(tls.ca === null ? {} : { ca: tls.ca }) })
      : connectTcp({ host, port });
    const giveUp = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(connectWithinMs, () => giveUp(new Error(`${host}:${port} does not answer.`)));
    socket.once('error', giveUp);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      socket.off('error', giveUp);
      socket.setKeepAlive(true, connectWithinMs);
      // Receivers do not talk; reading is how their end is noticed.
      socket.resume();
      resolve(socket);
    });
  });

/** Syslog over TCP or TLS; connects when there is something to send, and again after a break. */
export const createStreamSink = (target: StreamTarget): SyslogSink => {
  let socket: Socket | null = null;
  let hasLost = false;

  const connected = async (): Promise<Socket> => {
    if (socket) return socket;
    const fresh = await open(target);
    socket = fresh;
    fresh.on('error', () => fresh.destroy());
    fresh.on('close', () => {
      if (socket !== fresh) return;
      socket = null;
      hasLost = true;
    });
    return fresh;
  };

  return {
    mostBytes,
    send: async (messages) => {
      const current = await connected();
      await new Promise<void>((resolve, reject) => {
        // Not every end of a socket calls a write's callback.
        const lost = (): void => reject(new Error('The connection broke.'));
        current.once('close', lost);
        current.write(framed(messages), (error) => {
          current.off('close', lost);
          if (error) reject(error);
          else resolve();
        });
      });
    },
    takeLoss: () => {
      const lost = hasLost;
      hasLost = false;
      return lost;
    },
    close: async () => {
      const current = socket;
      if (!current) return !hasLost;
      socket = null;
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          current.destroy();
          resolve(false);
        }, closeWithinMs);
        // Its end is answered only after all before it was received.
        current.once('close', (hadError) => {
          clearTimeout(timer);
          resolve(!hadError);
        });
        current.end();
      });
    },
  };
};
