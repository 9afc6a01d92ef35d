import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { SyslogSink } from '../../app/ports/syslog.ts';

/** RFC 5426 section 3.2: what every receiver should take. */
const mostBytes = 2_048;

/** Syslog over UDP: nobody learns whether a message arrived. */
export const createDatagramSink = ({ host, port }: { host: string; port: number }): SyslogSink => {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  // An unreachable port is told here; over UDP it means nothing that could be relied on.
  socket.on('error', () => undefined);
  socket.unref();
  const sendOne = (message: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      socket.send(message, port, host, (error) => (error ? reject(error) : resolve()));
    });
  return {
    mostBytes,
    send: async (messages) => {
      for (const message of messages) await sendOne(message);
    },
    takeLoss: () => false,
    close: async () => {
      socket.close();
      return true;
    },
  };
};
