import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { publicPart, topics } from '#protocol';
import { readCertificate } from '../../controller/adapters/tls/certificate-files.ts';
import { ensureLocalCertificate } from '../../controller/adapters/tls/local-authority.ts';
import { claim } from '../../device-sim/shell/claim.ts';
import { usableUrls } from '../../device-sim/shell/identity.ts';
import { createMqttLink } from '../../device-sim/shell/mqtt-link.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { brokerFigures } from '../support/broker-figures.ts';
import { type ClaimedReceiver, claimedReceiver } from '../support/claimed-receiver.ts';
import {
  connectPacket,
  connectRawMqtt,
  openRawMqtt,
  publishPacket,
  type RawMqtt,
  subscribeRaw,
} from '../support/raw-mqtt.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { silentLog } from '../support/silent-log.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { testPrivateKey } from '../support/test-signers.ts';
import { waitUntil } from '../support/wait-until.ts';

const caoXa = { code: '08527', key: '08527.20200101' };
const tuXa = { code: '08521', key: '08521.20200101' };
const day = 86_400_000;

let controller: ControllerProcess;
let port: number;
let tlsPort: number;
let attacker: ClaimedReceiver;
let victim: ClaimedReceiver;
let api: ApiClient;

beforeAll(async () => {
  controller = await runController({ env: { MQTTS_PORT: '0', MQTTS_HOST: '127.0.0.1' } });
  port = Number(new URL(controller.mqttUrl ?? '').port);
  const line = controller.logLines.find(({ msg }) => msg === 'The controller is ready');
  tlsPort = z.object({ mqtts: z.number() }).parse(line).mqtts;
  api = await signIn(controller.url);
  attacker = await claimedReceiver(api, controller.url, caoXa.code, 'Khu 1');
  victim = await claimedReceiver(api, controller.url, tuXa.code, 'Khu 2');
});
afterAll(() => controller.stop());

const packetOf = (receiver: ClaimedReceiver, fields: object = {}) =>
  connectPacket(receiver.deviceId, { password: Buffer.from(receiver.secret), ...fields });

const connectAs = async (receiver: ClaimedReceiver, fields: object = {}): Promise<RawMqtt> => {
  const raw = await connectRawMqtt(port, packetOf(receiver, fields));
  onTestFinished(raw.destroy);
  expect(raw.connack.returnCode).toBe(0);
  return raw;
};
const figure = async (name: string): Promise<number> =>
  (await brokerFigures(controller.url))[name] ?? Number.NaN;

/** What the attack did has arrived: an answer to a later packet says so. */
const settled = async (raw: RawMqtt): Promise<void> => {
  raw.send({ cmd: 'pingreq' });
  await raw.next('pingresp');
};
/** Somebody honest connects, is let in and is heard. */
const expectService = async (): Promise<void> => {
  const raw = await connectAs(victim);
  raw.send(publishPacket(topics.presence(victim.deviceId), '{"online":true}', { qos: 1, messageId: 7 }));
  expect((await raw.next('puback')).messageId).toBe(7);
  raw.destroy();
};

describe('attack: topics of others', () => {
  it.each([
    ['the config of another device', () => topics.config(victim.deviceId)],
    ['the commands of another device', () => topics.command(victim.deviceId)],
    ['the heartbeats of another device', () => topics.heartbeat(victim.deviceId)],
    ['the program of another commune', () => topics.program(tuXa.key)],
    ['the policy of another commune', () => topics.policy(tuXa.key)],
    ['everything', () => '#'],
    ['a level of everything', () => '+/+/+'],
    ['every device', () => 'tt/v1/devices/+/config'],
    ['every area', () => 'tt/v1/areas/+/program'],
    ['a shared subscription', () => `$share/group/${topics.keys}`],
    ['$SYS', () => '$SYS/#'],
    ['the broker itself', () => '$refused'],
    ['its own topics by wildcard', () => `tt/v1/devices/${attacker.deviceId}/#`],
  ])('subscribe to %s -> 0x80, and nothing retained comes', async (_name, filter) => {
    const raw = await connectAs(attacker);
    let isGiven = false;
    void raw.next('publish').then(
      () => {
        isGiven = true;
      },
      () => undefined,
    );
    expect(await subscribeRaw(raw, filter())).toEqual([0x80]);
    await settled(raw);
    expect(isGiven).toBe(false);
  });

  it.each([
    ['a heartbeat of another device', () => topics.heartbeat(victim.deviceId)],
    ['play events of another device', () => topics.playback(victim.deviceId)],
    ['the program of the own commune', () => topics.program(caoXa.key)],
    ['an announcement', () => topics.announcements(caoXa.key)],
    ['the keys', () => topics.keys],
    ['a command to another device', () => topics.command(victim.deviceId)],
    ['its own config', () => topics.config(attacker.deviceId)],
    ['an acknowledgement to itself', () => topics.playbackAck(attacker.deviceId)],
    ['$SYS', () => '$SYS/broker/uptime'],
  ])('publish %s -> dropped', async (_name, topic) => {
    const before = await figure('publishesRefused');
    const raw = await connectAs(attacker);
    raw.send(publishPacket(topic(), '{"at":1}', { qos: 1, messageId: 3 }));
    await raw.next('puback');
    expect(await figure('publishesRefused')).toBe(before + 1);
  });

  it('replace or remove a retained document -> it stays, byte for byte', async () => {
    const honest = await connectAs(victim);
    await subscribeRaw(honest, topics.keys);
    const genuine = (await honest.next('publish')).payload.toString();
    const raw = await connectAs(attacker);
    for (const payload of ['forged', ''])
      raw.send(publishPacket(topics.keys, payload, { qos: 0, retain: true }));
    await settled(raw);
    await subscribeRaw(raw, topics.keys);
    expect((await raw.next('publish')).payload.toString()).toBe(genuine);
  });

  it('leave a will on the topic of another -> dropped', async () => {
    const before = await figure('publishesRefused');
    const will = {
      topic: topics.presence(victim.deviceId),
      payload: Buffer.from('{"online":false}'),
      qos: 1 as const,
      retain: true,
    };
    (await connectAs(attacker, { will })).destroy();
    await waitUntil('the will', async () => (await figure('publishesRefused')) === before + 1);
  });
});

describe('attack: identities', () => {
  it.each([
    ['the client id of another', () => ({ ...packetOf(attacker), clientId: victim.deviceId }), [2, 4]],
    ['the name of another', () => packetOf(attacker, { username: victim.deviceId }), [2, 4]],
    ['the secret of another', () => packetOf(victim, { password: Buffer.from(attacker.secret) }), [4]],
    ['no secret', () => packetOf(victim, { password: undefined, username: victim.deviceId }), [4]],
    ['an empty client id', () => ({ ...packetOf(attacker), clientId: '' }), [2, 4]],
    ['a protocol level that does not exist', () => packetOf(attacker, { protocolVersion: 5 }), [1]],
  ])('%s -> refused', async (_name, packet, codes) => {
    const raw = await connectRawMqtt(port, packet());
    expect(codes).toContain(raw.connack.returnCode);
    await raw.closed;
  });

  it('two sessions of one id -> the older one ends [MQTT-3.1.4-2], and pushing each other out is told', async () => {
    for (let round = 0; round < 7; round += 1) {
      const older = await connectRawMqtt(port, packetOf(attacker));
      const newer = await connectRawMqtt(port, packetOf(attacker));
      await older.closed;
      await settled(newer);
      newer.destroy();
      await newer.closed;
    }
    expect(await figure('takeovers')).toBeGreaterThanOrEqual(7);
    await waitUntil('the incident', async () =>
      (await api.get('/incidents?type=shared-credentials')).text.includes(attacker.deviceId),
    );
  });

  it('guess secrets -> answers come late, and a device behind the same address connects at once', async () => {
    const guesses = Array.from({ length: 14 }, () =>
      connectRawMqtt(port, packetOf(victim, { password: Buffer.from('88888888') })).catch(() => null),
    );
    await waitUntil('answers that wait', async () => (await figure('refusalsDelayed')) > 0);
    await expectService();
    for (const raw of await Promise.all(guesses)) raw?.destroy();
  });
});

describe('attack: packets', () => {
  it('a packet that is announced as too large -> cut before its body', async () => {
    const raw = await connectAs(attacker);
    raw.sendBytes(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x01]));
    await raw.closed;
    await expectService();
  });

  it('a payload beyond what its topic allows -> dropped, acknowledged, counted', async () => {
    const before = await figure('publishesTooLarge');
    const raw = await connectAs(attacker);
    const large = Buffer.alloc(9 * 1024, 'x');
    raw.send(publishPacket(topics.heartbeat(attacker.deviceId), large, { qos: 1, messageId: 1 }));
    await raw.next('puback');
    expect(await figure('publishesTooLarge')).toBe(before + 1);
    await settled(raw);
  });

  it('rubbish before and after CONNECT -> cut; others go on', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (rubbish, isKnown) => {
        const raw = isKnown ? await connectRawMqtt(port, packetOf(attacker)) : await openRawMqtt(port);
        raw.sendBytes(rubbish);
        raw.socket.end();
        await raw.closed;
      }),
      { numRuns: 60, seed: 20261122 },
    );
    await expectService();
  });
});

describe('attack: floods', () => {
  it('messages without end -> dropped, then cut; the heartbeats of others flow', async () => {
    const before = await figure('floodsCut');
    const raw = await connectAs(attacker);
    const one = publishPacket(topics.heartbeat(attacker.deviceId), '{}');
    const honest = await connectAs(victim);
    for (let sent = 0; sent < 12_000; sent += 1) raw.send(one);
    honest.send(publishPacket(topics.presence(victim.deviceId), '{"online":true}', { qos: 1, messageId: 9 }));
    expect((await honest.next('puback')).messageId).toBe(9);
    await raw.closed;
    expect(await figure('floodsCut')).toBe(before + 1);
    await settled(honest);
  });

  it('connections that say nothing, more than one address may have -> others from there still come in', async () => {
    const silent = await Promise.all(
      Array.from({ length: 2_050 }, async () => {
        const socket = connectTcp({ port, host: '127.0.0.1' });
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        return socket;
      }),
    );
    await expectService();
    expect(await figure('halfOpen')).toBeGreaterThan(0);
    for (const socket of silent) socket.resetAndDestroy();
    await waitUntil('their end', async () => (await figure('halfOpen')) === 0);
  });

  it('a CONNECT byte by byte -> cut when its time is over, however busy the line', async () => {
    const raw = await openRawMqtt(port);
    raw.sendBytes(Buffer.from([0x10, 0x7f]));
    const timer = setInterval(() => raw.sendBytes(Buffer.from([0])), 500);
    await raw.closed;
    clearInterval(timer);
    await expectService();
  }, 30_000);
});

describe('attack: beneath MQTT', () => {
  it('TLS 1.1 -> no handshake', async () => {
    const socket = connectTls({
      port: tlsPort,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const [error] = await once(socket, 'error');
    expect(String(error)).toMatch(/protocol|version|alert/i);
  });

  it('plain MQTT to the port for TLS -> closed', async () => {
    const before = await figure('tlsErrors');
    const raw = await openRawMqtt(tlsPort);
    raw.send(packetOf(attacker));
    await raw.closed;
    expect(await figure('tlsErrors')).toBe(before + 1);
  });
});

describe('attack: a false server, seen by the loudspeaker', () => {
  const folder = async (): Promise<string> => {
    const made = await mkdtemp(join(tmpdir(), 'truyenthanh-false-'));
    onTestFinished(() => rm(made, { recursive: true, force: true }));
    return made;
  };
  const certificateOf = async (madeAt: number) => {
    const directory = await folder();
    const paths = await ensureLocalCertificate({ directory, hosts: ['127.0.0.1'], nowMs: madeAt });
    return readCertificate(paths, madeAt);
  };

  it.each([
    ['a foreign certificate', Date.now(), true],
    ['an expired certificate of the right authority', Date.now() - 800 * day, false],
  ])('%s -> the loudspeaker sends it nothing', async (_name, madeAt, isForeign) => {
    const { cert, key, ca } = await certificateOf(madeAt);
    let received = 0;
    const server = createTlsServer({ cert, key }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received += chunk.length;
      });
    });
    const refused = once(server, 'tlsClientError');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const lines: string[] = [];
    const link = createMqttLink({
      urls: [`mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`],
      deviceId: attacker.deviceId,
      secret: attacker.secret,
      authorities: [isForeign ? testCertificate.cert : (ca ?? '')],
      keepAliveS: 60,
      maxRetryMs: 60_000,
      random: () => 1,
      readPayload: () => '',
      acknowledge: (_topic, done) => done(),
      onNews: ({ type }) => lines.push(type),
      log: { ...silentLog, warn: (fields) => lines.push(JSON.stringify(fields)) },
    });
    onTestFinished(() => link.stop());
    link.start();
    await waitUntil('the refusal', () => lines.some((line) => /certificate/i.test(line)));
    await refused.catch(() => undefined);
    expect(received).toBe(0);
    expect(lines).not.toContain('connected');
  });

  it('a claim over TLS that answers with a broker without -> refused', async () => {
    const { cert, key, ca } = await certificateOf(Date.now());
    const identity = {
      deviceId: 'dev_x',
      secret: 'secret',
      mqttUrls: ['mqtt://10.0.0.9:1883', 'ws://10.0.0.9:1884'],
      rootKey: publicPart(testPrivateKey()),
    };
    const server = createHttpsServer({ cert, key }, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(identity));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const controllerUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const shown = connectTls({ port: Number(new URL(controllerUrl).port), host: '127.0.0.1', ca: ca ?? '' });
    await once(shown, 'secureConnect');
    const authority = shown.getPeerCertificate(true).issuerCertificate.fingerprint256;
    shown.destroy();
    await expect(claim({ controllerUrl, fingerprint: authority }, 'ABCD-EFGH-JKLM')).rejects.toThrow(
      'every broker is without',
    );
  });

  it('an address without TLS slipped in beside the right one -> never used', () => {
    const mqttUrls = ['mqtt://10.0.0.9:1883', 'mqtts://loa.example.vn:8883', 'ws://10.0.0.9:80'];
    expect(usableUrls({ mqttUrls, secureOnly: true })).toEqual(['mqtts://loa.example.vn:8883']);
  });
});
