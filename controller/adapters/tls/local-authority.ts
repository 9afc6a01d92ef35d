import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { CertificatePaths } from './certificate-files.ts';
import { makeCertificate } from './make-certificate.ts';

const dayMs = 86_400_000;
/** The receivers that were handed this authority live longer than any certificate should. */
const authorityLifetimeMs = 20 * 365 * dayMs;
/** Browsers accept no more of a server's certificate (CA/Browser Forum, 6.3.2). */
const serverLifetimeMs = 397 * dayMs;
const renewBeforeMs = 60 * dayMs;
/** Clocks of receivers may be behind. */
const backdatedMs = dayMs;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const readOrNull = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** A reader finds the old file or the new one, and nobody but the owner reads a key. */
const write = async (path: string, text: string, mode: number): Promise<void> => {
  const part = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = await open(part, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
};

const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

type Pair = Readonly<{ cert: string; key: string }>;

const readPair = async (directory: string, name: string): Promise<Pair | null> => {
  const cert = await readOrNull(join(directory, `${name}.pem`));
  const key = await readOrNull(join(directory, `${name}.key`));
  return cert === null || key === null ? null : { cert, key };
};

const subjectOf = (pem: string): string => new X509Certificate(pem).subject.replace(/^CN=/, '');

const makeAuthority = async (directory: string, nowMs: number): Promise<Pair> => {
  const key = newKey();
  const cert = makeCertificate({
    // Two installations whose authorities bear one name would confuse whoever holds both.
    subject: `truyenthanh ${randomBytes(4).toString('hex')}`,
    key,
    issuer: null,
    hosts: [],
    notBefore: new Date(nowMs - backdatedMs),
    notAfter: new Date(nowMs + authorityLifetimeMs),
  });
  await write(join(directory, 'ca.key'), key, 0o600);
  await write(join(directory, 'ca.pem'), cert, 0o644);
  return { cert, key };
};

const parse = (pem: string): X509Certificate | null => {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
};

const serves = (held: Pair, authority: Pair, hosts: readonly string[], nowMs: number): boolean => {
  const own = parse(held.cert);
  if (!own) return false;
  return (
    own.checkPrivateKey(createPrivateKey(held.key)) &&
    own.verify(new X509Certificate(authority.cert).publicKey) &&
    Date.parse(own.validFrom) <= nowMs &&
    Date.parse(own.validTo) - renewBeforeMs > nowMs &&
    hosts.every((host) => (isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host)) !== undefined)
  );
};

/**
 * For a start without certificates: an authority of this server's own, and a certificate by it for `hosts`, both
 * in `directory`. The certificate is made anew two months before it ends and when a host is added; the authority
 * stays, since receivers are handed it once.
 */
export const ensureLocalCertificate = async (options: {
  directory: string;
  hosts: readonly string[];
  nowMs: number;
}): Promise<CertificatePaths> => {
  const { directory, hosts, nowMs } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const authority = (await readPair(directory, 'ca')) ?? (await makeAuthority(directory, nowMs));
  const paths = {
    certFile: join(directory, 'server.pem'),
    keyFile: join(directory, 'server.key'),
    caFile: join(directory, 'ca.pem'),
  };
  const held = await readPair(directory, 'server');
  if (held && serves(held, authority, hosts, nowMs)) return paths;
  // The key stays with a renewal: a crash between two files then leaves a pair that fits together.
  const key = held?.key ?? newKey();
  const cert = makeCertificate({
    subject: hosts[0] ?? 'localhost',
    key,
    issuer: { subject: subjectOf(authority.cert), key: authority.key },
    hosts,
    notBefore: new Date(nowMs - backdatedMs),
    notAfter: new Date(nowMs + serverLifetimeMs),
  });
  await write(paths.keyFile, key, 0o600);
  // With the authority behind it, so that a receiver that was told its fingerprint finds it in the handshake.
  await write(paths.certFile, `${cert}${authority.cert}`, 0o644);
  return paths;
};
