import { readFile } from 'node:fs/promises';
import type { SyslogSink } from '../../app/ports/syslog.ts';
import { createDatagramSink } from './datagram-sink.ts';
import { createStreamSink } from './stream-sink.ts';

const ports = { 'udp:': 514, 'tcp:': 601, 'tls:': 6514 } as const;
const isKnown = (protocol: string): protocol is keyof typeof ports => Object.hasOwn(ports, protocol);

/** `udp://host:514`, `tcp://host:601` or `tls://host:6514`. */
export const openSyslogSink = async (options: {
  url: string;
  /** PEM file of authorities that the receiver's certificate may come from. */
  caFile: string | null;
}): Promise<SyslogSink> => {
  const { protocol, hostname, port: given } = new URL(options.url);
  if (!isKnown(protocol))
    throw new Error(`SYSLOG_URL begins with udp://, tcp:// or tls://, not ${protocol}//.`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const port = given === '' ? ports[protocol] : Number(given);
  if (protocol === 'udp:') return createDatagramSink({ host, port });
  if (protocol === 'tcp:') return createStreamSink({ host, port, tls: null });
  const ca = options.caFile === null ? null : await readFile(options.caFile, 'utf8');
  return createStreamSink({ host, port, tls: { ca } });
};
