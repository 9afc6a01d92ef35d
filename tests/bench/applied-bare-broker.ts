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

serveCalls({
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
