import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { z } from 'zod';
import { serveCalls } from '../support/worker-process.ts';

/** Aedes as it comes, in a process of its own. */

const aedes = await Aedes.createBroker();
let unacknowledged = 0;
let allAcknowledged: (() => void) | undefined;

aedes.on('ack', () => {
  unacknowledged -= 1;
  if (unacknowledged === 0) allAcknowledged?.();
});

const fanOut = z.object({ topics: z.array(z.string()), bytes: z.number(), receivers: z.number() });

let lastAckAt = 0n;

serveCalls({
  /** The least that an announcement over HTTP could be: a server that publishes what it is sent. */
  startHttp: async (argument) => {
    const topic = z.string().parse(argument);
    const http = createHttpServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        aedes.publish(
          { cmd: 'publish', topic, payload: Buffer.concat(parts), qos: 1, retain: false, dup: false },
          (error) => response.writeHead(error ? 500 : 201).end(),
        );
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return z.object({ port: z.number() }).parse(http.address()).port;
  },
  expectAcks: async (argument) => {
    unacknowledged = z.number().parse(argument);
    allAcknowledged = () => {
      lastAckAt = process.hrtime.bigint();
    };
  },
  /** The instant of the last PUBACK, once it has come. */
  lastAck: async () => {
    if (unacknowledged > 0) {
      await new Promise<void>((resolve) => {
        allAcknowledged = () => {
          lastAckAt = process.hrtime.bigint();
          resolve();
        };
      });
    }
    return lastAckAt;
  },
  start: async () => {
    const server = createServer(aedes.handle);
    await new Promise<void>((resolve) =>
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve),
    );
    return z.object({ port: z.number() }).parse(server.address()).port;
  },
  /** From the first publish to the last PUBACK. */
  fanOut: async (argument) => {
    const { topics, bytes, receivers } = fanOut.parse(argument);
    const payload = Buffer.alloc(bytes, 'a');
    unacknowledged = receivers;
    const acknowledged = new Promise<void>((resolve) => {
      allAcknowledged = resolve;
    });
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    for (const topic of topics) {
      aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, (error) => {
        if (error) throw error;
      });
    }
    await acknowledged;
    const tookMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    return { tookMs, cpuMs: (user + system) / 1_000 };
  },
});
