import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Aedes } from 'aedes';
import { z } from 'zod';
import { createBroker } from '../../broker/broker.ts';
import { silentLog } from '../support/silent-log.ts';
import { serveCalls } from '../support/worker-process.ts';
import { authenticateHerd, herdDocuments } from './herd-device.ts';

/** One broker in a process of its own: ours, or aedes as it comes, behind the same sockets. */
type Host = Readonly<{
  port: number;
  /** Resolves when the broker calls the message handed out. */
  publish: (topic: string, payload: Buffer, retain: boolean) => Promise<void>;
}>;

const host = '127.0.0.1';
const SETTLE_MS = 1000;

const startOurs = async (): Promise<Host> => {
  const broker = createBroker({
    listeners: [{ kind: 'tcp', host, port: 0 }],
    authenticate: authenticateHerd,
    log: silentLog,
  });
  const [address] = await broker.start();
  if (!address) throw new Error('no address');
  return {
    port: address.port,
    publish: (topic, payload, retain) => broker.publish(topic, payload, { qos: 1, retain }),
  };
};

const startBareAedes = async (): Promise<Host> => {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen({ port: 0, host, backlog: 4096 }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    port: address.port,
    publish: (topic, payload, retain) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: 'publish', topic, payload, qos: 1, retain, dup: false } as const;
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
      }),
  };
};

let running: Host | undefined;

serveCalls({
  start: async (argument) => {
    running = await (z.enum(['ours', 'aedes']).parse(argument) === 'ours' ? startOurs() : startBareAedes());
    for (const topic of herdDocuments()) await running.publish(topic, Buffer.alloc(512, 'd'), true);
    return running.port;
  },
  /** After the garbage of what went before is collected and its pages are given back. */
  memory: async () => {
    globalThis.gc?.();
    await setTimeout(SETTLE_MS);
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rssBytes: rss, liveBytes: heapUsed + external };
  },
  cpuMs: async () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  /** Answers at once with the instant of the publish, on the clock that all processes share. */
  publish: async (argument) => {
    const { topic, bytes } = z.object({ topic: z.string(), bytes: z.number() }).parse(argument);
    const at = process.hrtime.bigint();
    await running?.publish(topic, Buffer.alloc(bytes, 'a'), false);
    return at;
  },
});
