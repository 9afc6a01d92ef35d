import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { topics } from '#protocol';
import { makeCertificate } from '../../controller/adapters/tls/make-certificate.ts';
import { claim } from '../../device-sim/shell/claim.ts';
import type { Identity } from '../../device-sim/shell/identity.ts';
import { createMqttLink, type DeviceLink, type LinkNews } from '../../device-sim/shell/mqtt-link.ts';
import { signIn } from '../support/api-client.ts';
import { composeForTests } from '../support/composed-controller.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { registerReceiver } from '../support/run-fleet.ts';
import { askSecurely } from '../support/secure-client.ts';
import { silentLog } from '../support/silent-log.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { waitUntil } from '../support/wait-until.ts';

const day = 86_400_000;
const caoXa = '08527';
const readyLine = z.object({ http: z.url(), mqtts: z.number(), wss: z.number(), tlsFingerprint: z.string() });

/** A claim code is made over plain HTTP, on the same data, before the server goes on the network. */
const makeCodes = async (dataDir: string, names: readonly string[]): Promise<string[]> => {
  const before = await runController({ dataDir });
  const api = await signIn(before.url);
  const codes: string[] = [];
  for (const name of names) codes.push((await registerReceiver(api, caoXa, name)).claimCode);
  await before.stop();
  return codes;
};

const linkOf = (identity: Identity, urls: readonly string[]): { link: DeviceLink; news: LinkNews[] } => {
  const news: LinkNews[] = [];
  const link = createMqttLink({
    urls,
    deviceId: identity.deviceId,
    secret: identity.secret,
    authorities: identity.caCertificates ?? [],
    keepAliveS: 60,
    maxRetryMs: 50,
    random: Math.random,
    readPayload: (_topic, payload) => payload.toString('utf8'),
    acknowledge: (_topic, done) => done(),
    onNews: (one) => news.push(one),
    log: silentLog,
  });
  onTestFinished(() => link.stop());
  return { link, news };
};
const connects = (news: readonly LinkNews[]): number =>
  news.filter(({ type }) => type === 'connected').length;

let dataDir: string;
let controller: ControllerProcess;
let ready: z.infer<typeof readyLine>;
let authority: string;
let codes: string[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'truyenthanh-tls-'));
  codes = await makeCodes(dataDir, ['Khu 1', 'Khu 2', 'Khu 3']);
  controller = await runController({
    dataDir,
    env: { HTTPS: 'yes', MQTTS_PORT: '0', MQTT_WSS_PORT: '0', MQTTS_HOST: '127.0.0.1' },
  });
  const line = controller.logLines.find(({ msg }) => msg === 'The controller is ready');
  ready = readyLine.parse(line);
  authority = await readFile(join(dataDir, 'tls', 'ca.pem'), 'utf8');
});
afterAll(async () => {
  await controller.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** As a QR code carries it. */
const fingerprint = (): string => Buffer.from(ready.tlsFingerprint, 'hex').toString('base64url');
const claimNext = (): Promise<Identity> =>
  claim({ controllerUrl: ready.http, fingerprint: fingerprint() }, codes.pop() ?? '');

describe('a first start without certificates', () => {
  it('prints the fingerprint of the authority that it made, and serves page and API with it', async () => {
    expect(controller.printed()).toContain(ready.tlsFingerprint);
    const answer = await askSecurely(new URL('/healthz', ready.http).href, authority);
    expect(answer.status).toBe(200);
    expect(answer.headers['strict-transport-security']).toBeDefined();
    await expect(askSecurely(new URL('/healthz', ready.http).href, testCertificate.cert)).rejects.toThrow();
  });

  it('hands a receiver that knows the fingerprint its identity, and brokers with TLS alone', async () => {
    const identity = await claimNext();
    expect(identity.mqttUrls).toEqual([`mqtts://127.0.0.1:${ready.mqtts}`, `wss://127.0.0.1:${ready.wss}`]);
    expect(identity).toMatchObject({ caCertificates: [authority], secureOnly: true });

    for (const url of identity.mqttUrls) {
      const { link, news } = linkOf(identity, [url]);
      link.start();
      await waitUntil(`a connection to ${url}`, () => connects(news) === 1);
      link.subscribe([topics.keys]);
      await waitUntil('the keys', () => news.some(({ type }) => type === 'message'));
      await link.stop();
    }
  });

  it('resumes the TLS session of a receiver that comes back', async () => {
    const first = connectTls({ port: ready.mqtts, host: '127.0.0.1', ca: authority, maxVersion: 'TLSv1.3' });
    const [session] = await once(first, 'session');
    first.destroy();
    const second = connectTls({ port: ready.mqtts, host: '127.0.0.1', ca: authority, session });
    await once(second, 'secureConnect');
    expect(second.isSessionReused()).toBe(true);
    second.destroy();
  });
});

describe('certificates that are renewed while the controller runs', () => {
  const handshake = async (port: number): Promise<TLSSocket> => {
    const socket = connectTls({ port, host: '127.0.0.1', ca: authority });
    await once(socket, 'secureConnect');
    onTestFinished(() => {
      socket.destroy();
    });
    return socket;
  };
  const shown = async (port: number): Promise<string> =>
    (await handshake(port)).getPeerCertificate().fingerprint256;

  it('are shown to new connections at SIGHUP, while those that stand go on', async () => {
    const folder = join(dataDir, 'tls');
    const ports = [ready.mqtts, ready.wss, Number(new URL(ready.http).port)];
    const before = await shown(ready.mqtts);
    const identity = await claimNext();
    const { link, news } = linkOf(identity, identity.mqttUrls);
    link.start();
    await waitUntil('a connection', () => connects(news) === 1);

    // Broken: the server makes another one.
    await writeFile(join(folder, 'server.pem'), testCertificate.cert);
    process.kill(controller.pid, 'SIGHUP');
    await waitUntil('another certificate', async () => (await shown(ready.mqtts)) !== before);
    const after = await shown(ready.mqtts);
    for (const port of ports) expect(await shown(port)).toBe(after);
    expect(news.filter(({ type }) => type === 'disconnected')).toEqual([]);
  });
});

describe('a certificate that ends soon', () => {
  it('is an incident, which says on which day', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'truyenthanh-ending-'));
    const [notBefore, notAfter] = [new Date(Date.now() - 85 * day), new Date(Date.now() + 5 * day)];
    const hosts = ['localhost', '127.0.0.1'];
    const wish = { subject: 'localhost', key: testCertificate.key, issuer: null, hosts, notBefore, notAfter };
    const [certFile, keyFile] = [join(folder, 'own.pem'), join(folder, 'own.key')];
    await writeFile(certFile, makeCertificate(wish));
    await writeFile(keyFile, testCertificate.key);
    const composed = await composeForTests({
      env: { HTTPS: 'no', MQTTS_PORT: '0', TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile },
    });
    onTestFinished(async () => {
      await composed.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const api = await signIn(composed.url);
    const ends = `${notAfter.getUTCFullYear()}`;
    await waitUntil('an incident', async () => {
      const { text } = await api.get('/incidents');
      return text.includes('server-certificate') && text.includes(ends);
    });
  });
});

describe('a server in between', () => {
  it('with a certificate of its own gets neither the code nor a claim', async () => {
    const bodies: string[] = [];
    const server = createServer({ ...testCertificate }, (request, response) => {
      bodies.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const controllerUrl = `https://127.0.0.1:${port}`;
    await expect(
      claim({ controllerUrl, fingerprint: ready.tlsFingerprint }, 'ABCD-EFGH-JKLM-NPQR'),
    ).rejects.toMatchObject({ name: 'ForeignServer' });
    await expect(claim({ controllerUrl, fingerprint: null }, 'ABCD-EFGH-JKLM-NPQR')).rejects.toThrow();
    expect(bodies).toEqual([]);
  });
});
