import { Server } from 'node:net';
import type { AedesOptions } from 'aedes';
import { afterEach, expect, it, vi } from 'vitest';
import { createTestBroker } from '../../support/test-broker.ts';

const aedesOptions = vi.hoisted((): { all: AedesOptions[] } => ({ all: [] }));

vi.mock(import('aedes'), async (importOriginal) => {
  const original = await importOriginal();
  class RecordedAedes extends original.Aedes {
    constructor(options?: AedesOptions) {
      super(options);
      if (options) aedesOptions.all.push(options);
    }
  }
  return { ...original, Aedes: RecordedAedes };
});

afterEach(() => {
  vi.restoreAllMocks();
});

it('listens with room for a province that reconnects at once', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const host = '127.0.0.1';
  const broker = createTestBroker({
    listeners: [
      { kind: 'tcp', host, port: 0 },
      { kind: 'ws', host, port: 0 },
    ],
  });
  await broker.start();
  expect(listen.mock.calls.map(([options]) => options)).toEqual([
    { host, port: 0, backlog: 4096 },
    { host, port: 0, backlog: 4096 },
  ]);
  await broker.stop();
});

it('gives aedes no queue, and cuts frozen subscribers after five seconds', () => {
  createTestBroker();
  expect(aedesOptions.all.at(-1)).toMatchObject({ concurrency: 0, drainTimeout: 5000 });
});
