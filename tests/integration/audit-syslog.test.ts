import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../controller/adapters/clock.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { openSyslogSink } from '../../controller/adapters/syslog/syslog-sink.ts';
import { type AuditForwarding, createAuditForwarding } from '../../controller/app/audit/audit-forwarding.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { silentLog } from '../support/silent-log.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A receiver that understands octet counting and keeps the numbers of what came. */
const createReceiver = (secure = false) => {
  const seqs: number[] = [];
  const texts: string[] = [];
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const take = (text: string): void => {
    texts.push(text);
    seqs.push(Number(/ seq="(\d+)"/.exec(text)?.[1]));
  };
  const onSocket = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let held = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      for (;;) {
        const space = held.indexOf(' ');
        const length = Number(held.subarray(0, Math.max(space, 0)).toString());
        if (space < 1 || held.length < space + 1 + length) return;
        take(held.subarray(space + 1, space + 1 + length).toString());
        held = held.subarray(space + 1 + length);
      }
    });
  };
  return {
    seqs,
    texts,
    port: () => port,
    come: async () => {
      const fresh = secure ? createTlsServer({ ...testCertificate }, onSocket) : createServer(onSocket);
      server = fresh;
      await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
      const address = fresh.address();
      port = typeof address === 'object' && address ? address.port : port;
    },
    goAway: async () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
      server = null;
    },
  };
};

const folder = mkdtempSync(join(tmpdir(), 'audit-syslog-'));
const caFile = join(folder, 'ca.pem');
writeFileSync(caFile, testCertificate.cert);
afterAll(() => rmSync(folder, { recursive: true }));

let store: Store;
let forwarding: AuditForwarding | null = null;
let databases = 0;
let path = '';
const open = () => openSqliteStore({ path, log: silentLog });
beforeEach(async () => {
  databases += 1;
  path = join(folder, `${databases}.db`);
  store = await open();
});
afterEach(async () => {
  await forwarding?.stop();
  forwarding = null;
  await store.close();
});

const enter = async (count: number): Promise<void> => {
  for (let one = 0; one < count; one += 1)
    await store.audit.note({ action: 'test', subject: 'sessions', subjectId: `ses_${one}`, areaKey: null });
};
const forward = async (url: string, ca: string | null = null): Promise<AuditForwarding> => {
  const sink = await openSyslogSink({ url, caFile: ca });
  forwarding = createAuditForwarding({ store, sink, host: 'may-chu', clock: systemClock(), log: silentLog });
  await forwarding.start();
  return forwarding;
};
const distinct = (seqs: readonly number[]): number[] => [...new Set(seqs)].sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

it('sends every entry over TCP, those of an outage too, in order and once it is back', async () => {
  const receiver = createReceiver();
  await receiver.come();
  await enter(3);
  await forward(`tcp://127.0.0.1:${receiver.port()}`);
  await waitUntil('the first entries', () => receiver.seqs.length >= 3);
  await receiver.goAway();
  await enter(500);
  await receiver.come();
  await waitUntil('the entries of the outage', () => receiver.seqs.includes(503), { deadlineMs: 30_000 });
  expect(distinct(receiver.seqs)).toEqual(upTo(503));
  await receiver.goAway();
});

it('goes on after a restart where it was, and sends nothing twice that had arrived', async () => {
  const receiver = createReceiver();
  await receiver.come();
  await enter(250);
  const first = await forward(`tcp://127.0.0.1:${receiver.port()}`);
  await waitUntil('all entries', () => receiver.seqs.includes(250));
  await first.stop();
  forwarding = null;
  await store.close();
  store = await open();
  await enter(2);
  await forward(`tcp://127.0.0.1:${receiver.port()}`);
  await waitUntil('the entries after the restart', () => receiver.seqs.includes(252));
  expect(receiver.seqs).toEqual(upTo(252));
  await receiver.goAway();
});

it('keeps what it could not send for the next start', async () => {
  const receiver = createReceiver();
  await receiver.come();
  const url = `tcp://127.0.0.1:${receiver.port()}`;
  await receiver.goAway();
  await enter(5);
  const first = await forward(url);
  await first.stop();
  forwarding = null;
  await receiver.come();
  await forward(url);
  await waitUntil('the entries', () => receiver.seqs.length === 5);
  expect(receiver.seqs).toEqual(upTo(5));
  await receiver.goAway();
});

it('sends over TLS to a receiver whose certificate it can check, and to no other one', async () => {
  const receiver = createReceiver(true);
  await receiver.come();
  await enter(2);
  const url = `tls://127.0.0.1:${receiver.port()}`;
  const untrusting = await openSyslogSink({ url, caFile: null });
  await expect(untrusting.send([Buffer.from('x')])).rejects.toThrow(/certificate/);
  await forward(url, caFile);
  await waitUntil('both entries', () => receiver.seqs.length === 2);
  expect(receiver.texts[0]).toMatch(/^<109>1 .* may-chu truyenthanh - test \[truyenthanh@32473 seq="1"/);
  await receiver.goAway();
});

it('sends over UDP, a datagram each', async () => {
  const received: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message) => received.push(message.toString()));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  await enter(3);
  await forward(`udp://127.0.0.1:${socket.address().port}`);
  await waitUntil('three datagrams', () => received.length === 3);
  expect(received.map((text) => text.slice(0, 6))).toEqual(['<109>1', '<109>1', '<109>1']);
  socket.close();
});
