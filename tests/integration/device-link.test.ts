import { afterEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { createAcknowledger } from '../../device-sim/shell/acknowledger.ts';
import {
  createMqttLink,
  type DeviceLink,
  type LinkDeps,
  type LinkNews,
} from '../../device-sim/shell/mqtt-link.ts';
import { createPayloadReader } from '../../device-sim/shell/payload-reader.ts';
import { createRecordingLog } from '../support/recording-log.ts';
import { silentLog } from '../support/silent-log.ts';
import { startTestBroker, TEST_AREA, type TestBroker } from '../support/test-broker.ts';
import { waitUntil } from '../support/wait-until.ts';

const cleanUp: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task();
});

const startBroker = async (): Promise<TestBroker> => {
  const started = await startTestBroker();
  cleanUp.push(() => started.broker.stop());
  return started;
};

const open = (port: number, patch: Partial<LinkDeps> = {}): { link: DeviceLink; news: LinkNews[] } => {
  const news: LinkNews[] = [];
  const link = createMqttLink({
    urls: [`mqtt://127.0.0.1:${port}`],
    deviceId: 'dev-1',
    secret: 'secret of dev-1',
    keepAliveS: 60,
    maxRetryMs: 200,
    random: () => 0.5,
    readPayload: createPayloadReader(),
    acknowledge: createAcknowledger(),
    onNews: (one) => news.push(one),
    log: silentLog,
    ...patch,
  });
  cleanUp.push(() => link.stop());
  link.start();
  return { link, news };
};

const count = (news: LinkNews[], type: LinkNews['type']) => news.filter((one) => one.type === type).length;

describe('the link of a device', () => {
  it('tells which filters the broker denied, and brings retained documents of the others', async () => {
    const { broker, port } = await startBroker();
    await broker.publish(topics.program(TEST_AREA), 'a document', { qos: 1, retain: true });
    const { link, news } = open(port);
    await waitUntil('the connection', () => count(news, 'connected') === 1);
    link.subscribe([topics.keys, topics.program('07891.20200101'), topics.program(TEST_AREA)]);
    await waitUntil('the document', () => count(news, 'message') === 1);
    expect(news).toContainEqual({ type: 'subscribed', refused: [topics.program('07891.20200101')] });
    expect(news).toContainEqual({ type: 'message', topic: topics.program(TEST_AREA), payload: 'a document' });
  });

  it('leaves a will that the broker publishes when the connection is cut, and comes back by itself', async () => {
    const { broker, port } = await startBroker();
    const heard: string[] = [];
    broker.onPublish((topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    const { news } = open(port);
    await waitUntil('the connection', () => count(news, 'connected') === 1);
    expect(broker.disconnect('dev-1')).toBe(true);
    await waitUntil('the will', () => heard.length > 0);
    expect(heard).toEqual([`${topics.presence('dev-1')} {"online":false,"at":null}`]);
    await waitUntil('the return', () => count(news, 'connected') === 2);
    expect(news.map((one) => one.type)).toEqual(['connected', 'disconnected', 'connected']);
  });

  it('says goodbye once when it is stopped: the will is discarded', async () => {
    const { broker, port } = await startBroker();
    const heard: string[] = [];
    broker.onPublish((topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    const { link, news } = open(port);
    await waitUntil('the connection', () => count(news, 'connected') === 1);
    await link.stop();
    await waitUntil('the end of the session', () => [...broker.clients()].length === 0);
    expect(heard).toEqual([`${topics.presence('dev-1')} {"online":false,"at":null}`]);
    expect(count(news, 'connected')).toBe(1);
  });

  it('goes from one broker to the next until one lets it in, and says why the others did not', async () => {
    const { port } = await startBroker();
    const { log, lines } = createRecordingLog();
    const urls = ['mqtt://127.0.0.1:1', `mqtt://127.0.0.1:${port}`];
    const { news } = open(0, { urls, log });
    await waitUntil('the connection', () => count(news, 'connected') === 1);
    expect(lines.map(({ sentence }) => sentence)).toContain('Connection failed');
  });

  it('with a wrong secret keeps trying and is never connected', async () => {
    const { port, lines } = await startBroker();
    const { log, lines: own } = createRecordingLog();
    const { news } = open(port, { secret: 'guessed', log });
    await waitUntil('three refusals', () => own.length >= 3);
    expect(news).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  });
});
