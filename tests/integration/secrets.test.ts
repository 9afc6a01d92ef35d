import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { publicPart, topics } from '#protocol';
import { type ApiClient, createApiClient, signIn } from '../support/api-client.ts';
import { claimedReceiver } from '../support/claimed-receiver.ts';
import { connectPacket, connectRawMqtt, publishPacket } from '../support/raw-mqtt.ts';
import { ADMIN_PASSWORD, type ControllerProcess, runController } from '../support/run-controller.ts';
import { registerReceiver } from '../support/run-fleet.ts';
import { testPrivateKey } from '../support/test-signers.ts';
import { waitUntil } from '../support/wait-until.ts';

const caoXa = '08527';
const wrongPassword = 'mat-khau-sai-cua-nguoi-khac';
const wrongDeviceSecret = 'bi-mat-sai-cua-bo-thu';
const newPassword = 'mot-mat-khau-moi-rat-dai-90';

let controller: ControllerProcess;
let api: ApiClient;
/** What must be nowhere, by what it is. */
const secrets = new Map<string, string>();
/** Everything that was said, by where. */
const said = new Map<string, string>();

const keysIn = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    if (name.endsWith('.key')) secrets.set(name, text.split('\n')[1] ?? '');
    if (!name.endsWith('.jwk.json')) continue;
    const { d, k } = z.object({ d: z.string().optional(), k: z.string().optional() }).parse(JSON.parse(text));
    for (const part of [d, k]) if (part !== undefined) secrets.set(name, part);
  }
};

beforeAll(async () => {
  controller = await runController({
    env: { LOG_LEVEL: 'debug', MQTTS_PORT: '0', MQTTS_HOST: '127.0.0.1', SECOND_FACTOR: 'optional' },
  });
  api = await signIn(controller.url);
  secrets.set('the password', ADMIN_PASSWORD);
  secrets.set('a password mistyped', wrongPassword);
  secrets.set('a secret mistyped', wrongDeviceSecret);
  secrets.set('a new password', newPassword);
  secrets.set('the cookie', api.cookie.split('=')[1] ?? '');
  await keysIn(join(controller.dataDir, 'keys'));
  await keysIn(join(controller.dataDir, 'tls'));
});
afterAll(() => controller.stop());

it('what is secret is in no log, event, answer, figure or audit entry', async () => {
  const port = Number(new URL(controller.mqttUrl ?? '').port);
  const stop = new AbortController();
  const events = (await api.fetch('/api/v1/events', { signal: stop.signal })).body?.getReader();
  let told = '';
  const listening = (async () => {
    for (let part = await events?.read(); part && !part.done; part = await events?.read())
      told += new TextDecoder().decode(part.value);
  })().catch(() => undefined);

  // Signing in, wrongly and rightly; a password among what is not understood.
  const stranger = createApiClient(controller.url);
  await stranger.post('/sign-in', { username: 'admin', password: wrongPassword });
  const broken = await stranger.post('/sign-in', {
    username: 'admin',
    password: wrongPassword,
    more: wrongPassword,
  });
  said.set('the refusal of a sign-in', broken.text);
  await stranger.fetch('/api/v1/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"username":"admin","password":"${wrongPassword}"`,
  });
  await api.fetch(`/api/v1/no-such-path?token=${secrets.get('the cookie')}`);

  // Receivers: a code, a claim, a wrong code, a wrong secret, rubbish on a topic.
  const waiting = await registerReceiver(api, caoXa, 'Khu 1');
  secrets.set('a claim code', waiting.claimCode);
  const receiver = await claimedReceiver(api, controller.url, caoXa, 'Khu 2');
  secrets.set('a claim code that was used', receiver.claimCode);
  secrets.set('the secret of a receiver', receiver.secret);
  const publicKey = publicPart(testPrivateKey());
  const again = await stranger.post('/claims', { code: receiver.claimCode, publicKey });
  said.set('the refusal of a claim', again.text);
  const { deviceId } = receiver;
  const guess = await connectRawMqtt(
    port,
    connectPacket(deviceId, { password: Buffer.from(wrongDeviceSecret) }),
  );
  await guess.closed;
  const device = await connectRawMqtt(
    port,
    connectPacket(deviceId, { password: Buffer.from(receiver.secret) }),
  );
  device.send(publishPacket(topics.presence(deviceId), '{"online":true,"at":null}', { qos: 0 }));
  device.send(publishPacket(topics.state(deviceId), receiver.secret, { qos: 1, messageId: 1 }));
  device.send(publishPacket(topics.playback(deviceId), 'rubbish', { qos: 1, messageId: 2 }));
  await device.next('puback');
  await device.next('puback');
  device.destroy();

  // Tokens, people, links, webhooks: each secret is told once, to who made it.
  const once = z.looseObject({ secret: z.string() });
  const token = await api.post('/me/tokens', {
    name: 'Máy',
    actions: ['data.read'],
    areaCodes: [caoXa],
    wideEmergency: false,
    password: ADMIN_PASSWORD,
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  secrets.set('a token', token.as(once).secret);
  const machine = createApiClient(controller.url);
  await machine.fetch('/api/v1/me', { headers: { authorization: `Bearer ${secrets.get('a token')}` } });
  await api.put('/me/password', { current: wrongPassword, password: newPassword });

  for (const path of [
    '/me',
    '/me/sessions',
    '/me/tokens',
    '/people',
    `/clusters?area=${caoXa}`,
    `/clusters/${receiver.clusterId}`,
    `/clusters/${receiver.clusterId}/history`,
    '/incidents',
    '/notices',
    '/outbox',
    '/webhooks',
    '/audit',
    '/audit.jsonl',
    '/overview',
    '/openapi.json',
  ]) {
    const answer = await api.get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    said.set(path, answer.text);
  }
  said.set('/metrics', await (await api.fetch('/metrics')).text());
  await waitUntil('what the log says of it', () =>
    controller.logLines.some(({ msg }) => msg === 'a connection was ended'),
  );
  await waitUntil('events of presence', () => told.includes('event: presence'));
  stop.abort();
  await listening;
  said.set('events', told);
  said.set('the log', controller.logLines.map((line) => JSON.stringify(line)).join('\n'));
  said.set('the terminal', controller.printed());

  expect(secrets.size).toBeGreaterThanOrEqual(14);
  for (const [what, secret] of secrets) expect([what, secret.length > 10]).toEqual([what, true]);
  const found = [...said].flatMap(([where, text]) =>
    [...secrets].flatMap(([what, secret]) => (text.includes(secret) ? [`${what} in ${where}`] : [])),
  );
  expect(found).toEqual([]);
  // The test listens where something is said.
  for (const where of ['the log', 'events', '/audit.jsonl', '/metrics'])
    expect([where, (said.get(where) ?? '').length > 50]).toEqual([where, true]);
});
