import { X509Certificate } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCertificate } from '../../../../../controller/adapters/tls/certificate-files.ts';
import { ensureLocalCertificate } from '../../../../../controller/adapters/tls/local-authority.ts';
import {
  createServerCertificate,
  type ServerCertificate,
} from '../../../../../controller/adapters/tls/server-certificate.ts';
import type { Log } from '../../../../../controller/app/ports/runtime.ts';
import { createRecordingLog, type LogLine } from '../../../../support/recording-log.ts';
import { testCertificate } from '../../../../support/test-certificate.ts';
import { createVirtualClock } from '../../../../support/virtual-clock.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-23T12:00:00+07:00');
const hosts = ['loa.example.vn', '10.0.0.5', '::1', 'localhost'];

let directory: string;
let open: ServerCertificate[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'truyenthanh-tls-'));
  open = [];
});
afterEach(() => {
  for (const one of open) one.stop();
  rmSync(directory, { recursive: true, force: true });
});

const logOf = (): { log: Log; lines: LogLine[] } => {
  const { log, lines } = createRecordingLog();
  const whole: Log = { ...log, child: () => whole };
  return { log: whole, lines };
};
const make = (nowMs = start, names: readonly string[] = hosts) =>
  ensureLocalCertificate({ directory, hosts: names, nowMs });
const held = (name: string): X509Certificate => new X509Certificate(readFileSync(join(directory, name)));

describe('the certificate of a first start', () => {
  it('is for every name and address of the server, vouched for by an authority that is no server', async () => {
    await make();
    const [authority, server] = [held('ca.pem'), held('server.pem')];
    expect(server.checkIssued(authority) && server.verify(authority.publicKey)).toBe(true);
    expect([authority.ca, server.ca]).toEqual([true, false]);
    expect(hosts.map((host) => server.checkHost(host) ?? server.checkIP(host))).not.toContain(undefined);
    expect(server.checkHost('elsewhere.example.vn')).toBeUndefined();
  });

  it('has keys that its owner alone can read, in a folder of its own', async () => {
    await make();
    for (const name of ['ca.key', 'server.key'])
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  it('stays while it is good, and is renewed two months before its end by the same authority', async () => {
    await make();
    const [authority, first] = [held('ca.pem'), held('server.pem')];
    await make(start + 300 * day);
    expect(held('server.pem').fingerprint256).toBe(first.fingerprint256);
    await make(start + 340 * day);
    const second = held('server.pem');
    expect(second.fingerprint256).not.toBe(first.fingerprint256);
    expect(held('ca.pem').fingerprint256).toBe(authority.fingerprint256);
    expect(Date.parse(second.validTo)).toBeGreaterThan(start + 700 * day);
  });

  it('is made anew when the server gets another name', async () => {
    await make();
    await make(start, ['moi.example.vn', ...hosts]);
    expect(held('server.pem').checkHost('moi.example.vn')).toBeDefined();
  });
});

describe('a certificate that is to serve', () => {
  const refused = async (nowMs: number): Promise<unknown> =>
    readCertificate(
      { certFile: join(directory, 'server.pem'), keyFile: join(directory, 'server.key'), caFile: null },
      nowMs,
    ).catch((error: unknown) => error);

  it.each([
    ['is not there', 'Certificate_Unreadable', () => rmSync(join(directory, 'server.pem'))],
    ['is no certificate', 'Certificate_Unreadable', () => writeFileSync(join(directory, 'server.pem'), 'x')],
    [
      'has the key of another',
      'Certificate_KeyMismatch',
      () => copyFileSync(join(directory, 'ca.key'), join(directory, 'server.key')),
    ],
  ])('is refused when it %s', async (_name, code, breakIt) => {
    await make();
    breakIt();
    expect(await refused(start)).toMatchObject({ code });
  });

  it('is refused before and after its time', async () => {
    await make();
    expect(await refused(start + 400 * day)).toMatchObject({ code: 'Certificate_Expired' });
    expect(await refused(start - 2 * day)).toMatchObject({ code: 'Certificate_NotYetValid' });
  });
});

describe('taking up another certificate without a restart', () => {
  const begin = async (tls: { certFile: string | null; keyFile: string | null }) => {
    const clock = createVirtualClock(start);
    const { log, lines } = logOf();
    const certificate = await createServerCertificate({
      tls: { ...tls, caFile: null },
      directory,
      hosts,
      clock,
      log,
    });
    open.push(certificate);
    const shown: string[] = [];
    certificate.onChange(({ cert }) => shown.push(cert));
    return { clock, lines, certificate, shown };
  };
  const own = { certFile: '', keyFile: '' };
  beforeEach(() => {
    own.certFile = join(directory, 'own.pem');
    own.keyFile = join(directory, 'own.key');
    writeFileSync(own.certFile, testCertificate.cert);
    writeFileSync(own.keyFile, testCertificate.key);
    chmodSync(own.keyFile, 0o600);
  });

  it('shows the new one to those who come, and the old one while the new one is broken', async () => {
    const { certificate, shown, lines } = await begin(own);
    writeFileSync(own.certFile, 'half a certif');
    await certificate.reload();
    await certificate.reload();
    expect(certificate.current().cert).toBe(testCertificate.cert);
    expect(certificate.fault()).toEqual({
      code: 'Certificate_Unreadable',
      said: expect.stringContaining('own.pem'),
    });
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);

    await make();
    copyFileSync(join(directory, 'server.pem'), own.certFile);
    copyFileSync(join(directory, 'server.key'), own.keyFile);
    await certificate.reload();
    expect(shown).toEqual([readFileSync(join(directory, 'server.pem'), 'utf8')]);
    expect(certificate.fault()).toBeNull();
  });

  it('tells nobody when nothing has changed', async () => {
    const { certificate, shown } = await begin(own);
    await certificate.reload();
    expect(shown).toEqual([]);
  });

  it('renews what it has made itself as time goes by, and no receiver notices: the authority stays', async () => {
    const { certificate, clock, shown } = await begin({ certFile: null, keyFile: null });
    const fingerprint = certificate.fingerprint();
    expect(fingerprint).toBe(held('ca.pem').fingerprint256.replaceAll(':', '').toLowerCase());
    clock.set(start + 350 * day);
    await certificate.reload();
    expect(shown).toHaveLength(1);
    expect(certificate.daysLeft()).toBe(397);
    expect(certificate.fingerprint()).toBe(fingerprint);
  });

  it('warns once, two weeks before a configured one ends', async () => {
    await make();
    const { clock, lines, certificate } = await begin({
      certFile: join(directory, 'server.pem'),
      keyFile: join(directory, 'server.key'),
    });
    clock.set(start + 380 * day);
    await certificate.reload();
    expect(lines).toEqual([]);
    clock.set(start + 384 * day);
    await certificate.reload();
    await certificate.reload();
    expect(lines.map(({ level, sentence }) => [level, sentence])).toEqual([
      ['warn', expect.stringContaining('ends soon')],
    ]);
  });
});
