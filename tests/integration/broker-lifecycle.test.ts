import { once } from 'node:events';
import { connect as connectTcp, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { topics } from '#protocol';
import type { Broker } from '../../broker/broker.ts';
import {
  connectPacket,
  connectRawMqtt,
  openRawMqtt,
  publishPacket,
  subscribeRaw,
} from '../support/raw-mqtt.ts';
import { createTestBroker, nextEvent, startOnPort } from '../support/test-broker.ts';
import { testCertificate } from '../support/test-certificate.ts';

const host = '127.0.0.1';
const credentials = { clientId: 'dev_1', username: 'dev_1', password: 'secret of dev_1' };
const will = {
  topic: topics.presence('dev_1'),
  payload: Buffer.from('offline'),
  qos: 1 as const,
  retain: false,
};

let running: Broker | undefined;
const create = (...parameters: Parameters<typeof createTestBroker>): Broker => {
  running = createTestBroker(...parameters);
  return running;
};
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A device connects with the MQTT client library, receives a document and is heard. */
const expectService = async (broker: Broker, url: string, options: object = {}): Promise<void> => {
  const client = await connectAsync(url, { ...credentials, ...options, reconnectPeriod: 0 });
  const document = new Promise<Buffer>((resolve) => {
    client.once('message', (_topic, payload) => resolve(payload));
  });
  await client.subscribeAsync(topics.config('dev_1'), { qos: 1 });
  await broker.publish(topics.config('dev_1'), Buffer.alloc(100_000, 'x'), { qos: 1, retain: false });
  expect(await document).toHaveLength(100_000);
  const heard = nextEvent(broker.onPublish);
  await client.publishAsync(topics.state('dev_1'), Buffer.alloc(100_000, 'y'), { qos: 1 });
  expect((await heard)[1]).toHaveLength(100_000);
  await client.endAsync();
};

describe('listeners', () => {
  it('serves TCP, TLS and WebSocket side by side, each on a free port', async () => {
    const broker = create({
      listeners: [
        { kind: 'tcp', host, port: 0 },
        { kind: 'tls', host, port: 0, ...testCertificate },
        { kind: 'ws', host, port: 0 },
      ],
    });
    const [tcp, tls, ws] = await broker.start();
    expect([tcp?.kind, tls?.kind, ws?.kind]).toEqual(['tcp', 'tls', 'ws']);
    await expectService(broker, `mqtt://${host}:${tcp?.port}`);
    await expectService(broker, `mqtts://${host}:${tls?.port}`, { ca: testCertificate.cert });
    await expectService(broker, `ws://${host}:${ws?.port}/mqtt`);
    expect(broker.stats()).toMatchObject({ connects: 3, messagesIn: 3, messagesOut: 3 });
  });

  it.each(['tls', 'ws'] as const)('tells a %s client why it is refused', async (kind) => {
    const broker = create({ listeners: [{ kind, host, port: 0, ...testCertificate }] });
    const port = await startOnPort(broker);
    const url = kind === 'tls' ? `mqtts://${host}:${port}` : `ws://${host}:${port}`;
    const options = { ...credentials, password: 'guess', ca: testCertificate.cert, reconnectPeriod: 0 };
    await expect(connectAsync(url, options)).rejects.toMatchObject({ code: 4 });
  });

  it.each(['tls', 'ws'] as const)('cuts a peer that begins no %s handshake in time', async (kind) => {
    const broker = create({ listeners: [{ kind, host, port: 0, ...testCertificate }], connectTimeoutMs: 50 });
    const socket = connectTcp({ host, port: await startOnPort(broker) }).resume();
    await once(socket, 'close');
    expect(broker.stats().clients).toBe(0);
  });

  it('closes a connection whose TLS handshake fails', async () => {
    const broker = create({ listeners: [{ kind: 'tls', host, port: 0, ...testCertificate }] });
    const port = await startOnPort(broker);
    const plain = connectTcp({ host, port }).resume();
    plain.write(Buffer.from('not a handshake'));
    await once(plain, 'close');
    const socket = connectTls({ port, host, ca: testCertificate.cert });
    await once(socket, 'secureConnect');
    expect((await connectRawMqtt(socket, 'dev_1')).connack.returnCode).toBe(0);
  });

  it('answers plain HTTP on the WebSocket port, and refuses other subprotocols', async () => {
    const broker = create({ listeners: [{ kind: 'ws', host, port: 0 }] });
    const port = await startOnPort(broker);
    expect((await fetch(`http://${host}:${port}/`)).status).toBe(426);
    const [error] = await once(new WebSocket(`ws://${host}:${port}`, 'chat'), 'error');
    expect(String(error)).toContain('400');
  });

  it('closes a WebSocket that sends text frames [MQTT-6.0.0-1]', async () => {
    const broker = create({ listeners: [{ kind: 'ws', host, port: 0 }] });
    const webSocket = new WebSocket(`ws://${host}:${await startOnPort(broker)}`, 'mqtt');
    await once(webSocket, 'open');
    expect(webSocket.protocol).toBe('mqtt');
    webSocket.send('text');
    await once(webSocket, 'close');
    expect(broker.stats().clients).toBe(0);
  });

  it('frees what it opened when one of its ports is taken', async () => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const taken = other.address();
    if (taken === null || typeof taken === 'string') throw new Error('no port');
    const broker = create({
      listeners: [
        { kind: 'tcp', host, port: 0 },
        { kind: 'tcp', host, port: taken.port },
      ],
    });
    await expect(broker.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(broker.isListening()).toBe(false);
    other.close();
  });
});

describe('a cut of the network', () => {
  it('drops every connection, delivers the wills and listens on the same port again', async () => {
    const broker = create();
    const port = await startOnPort(broker);
    const events: string[] = [];
    broker.onListeningChange((isListening) => events.push(isListening ? 'listening' : 'cut'));
    broker.onDisconnect((id) => events.push(`disconnect ${id}`));
    broker.onPublish((topic, payload) => events.push(`${topic} ${payload}`));
    const device = await connectRawMqtt(port, connectPacket('dev_1', { will }));
    const silent = await openRawMqtt(port);
    await broker.publish(topics.keys, 'keys', { qos: 1, retain: true });

    await broker.pause();
    await Promise.all([device.closed, silent.closed]);
    expect(events.sort()).toEqual(['cut', 'disconnect dev_1', `${will.topic} offline`]);
    expect(broker.isListening()).toBe(false);
    expect(broker.stats().clients).toBe(0);
    await expect(openRawMqtt(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await broker.publish(topics.keys, 'newer keys', { qos: 1, retain: true });

    await broker.resume();
    expect(broker.isListening()).toBe(true);
    const back = await connectRawMqtt(port, 'dev_1');
    await subscribeRaw(back, topics.keys);
    expect((await back.next('publish')).payload.toString()).toBe('newer keys');
  });

  it.each(['tls', 'ws'] as const)('cuts and restores %s connections too', async (kind) => {
    const broker = create({ listeners: [{ kind, host, port: 0, ...testCertificate }] });
    const port = await startOnPort(broker);
    const url = kind === 'tls' ? `mqtts://${host}:${port}` : `ws://${host}:${port}`;
    const options = { ca: testCertificate.cert, reconnectPeriod: 0 };
    const client = await connectAsync(url, { ...credentials, ...options });
    const closed = new Promise<void>((resolve) => {
      client.once('close', resolve);
    });
    await broker.pause();
    await closed;
    await client.endAsync();
    await broker.resume();
    await expectService(broker, url, options);
  });

  it('keeps order when cut and restored in quick succession', async () => {
    const broker = create();
    const port = await startOnPort(broker);
    await Promise.all([broker.pause(), broker.resume(), broker.resume(), broker.pause(), broker.resume()]);
    expect(broker.isListening()).toBe(true);
    expect((await connectRawMqtt(port, 'dev_1')).connack.returnCode).toBe(0);
  });
});

describe('the end', () => {
  it('closes connections and ports, and calls no handler: it is no evidence about a device', async () => {
    const broker = create();
    const port = await startOnPort(broker);
    const device = await connectRawMqtt(port, connectPacket('dev_1', { will }));
    const events: string[] = [];
    broker.onDisconnect((id) => events.push(id));
    broker.onPublish((topic) => events.push(topic));
    await broker.stop();
    await device.closed;
    expect(events).toEqual([]);
    await expect(openRawMqtt(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(broker.start()).rejects.toMatchObject({ code: 'Broker_AlreadyStarted' });
    await broker.stop();
  });

  it('drops the connection of a client whose rights changed', async () => {
    const broker = create();
    const port = await startOnPort(broker);
    const device = await connectRawMqtt(port, 'dev_1');
    const other = await connectRawMqtt(port, 'dev_2');
    const left = nextEvent(broker.onDisconnect);
    expect(broker.disconnect('dev_1')).toBe(true);
    await device.closed;
    expect(await left).toEqual(['dev_1']);
    const heard = nextEvent(broker.onPublish);
    other.send(publishPacket(topics.state('dev_2'), 'still here'));
    expect((await heard)[2]).toBe('dev_2');
  });
});
