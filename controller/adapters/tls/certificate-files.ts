import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

export type CertificateErrorCode =
  | 'Certificate_Unreadable'
  | 'Certificate_KeyMismatch'
  | 'Certificate_Expired'
  | 'Certificate_NotYetValid';

/** Why a certificate cannot serve, in a sentence for whoever put it there. */
export class CertificateError extends Error {
  readonly code: CertificateErrorCode;

  constructor(code: CertificateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CertificateError';
    this.code = code;
  }
}

/** What a server with TLS shows, and what it proves it with. PEM. */
export type TlsMaterial = Readonly<{
  /** The server's own certificate first, then those that lead to its authority. */
  cert: string;
  key: string;
  /** Authority that receivers do not know by themselves. */
  ca: string | null;
  notBefore: number;
  notAfter: number;
}>;

export type CertificatePaths = Readonly<{ certFile: string; keyFile: string; caFile: string | null }>;

const read = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CertificateError('Certificate_Unreadable', `${path} cannot be read`, { cause });
  }
};

const parse = (pem: string, path: string): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new CertificateError('Certificate_Unreadable', `${path} holds no certificate in PEM`, { cause });
  }
};

const isKeyOf = (certificate: X509Certificate, key: string): boolean => {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
};

/** SHA-256 of the first certificate in a PEM text, lower-case hexadecimal. */
export const fingerprintOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');

/**
 * Reads a certificate with its key, and proves that it can serve now.
 *
 * @throws CertificateError
 */
export const readCertificate = async (paths: CertificatePaths, nowMs: number): Promise<TlsMaterial> => {
  const { certFile, keyFile, caFile } = paths;
  const cert = await read(certFile);
  const key = await read(keyFile);
  const ca = caFile === null ? null : await read(caFile);
  const own = parse(cert, certFile);
  if (ca !== null && caFile !== null) parse(ca, caFile);
  if (!isKeyOf(own, key))
    throw new CertificateError('Certificate_KeyMismatch', `${keyFile} is not the key of ${certFile}`);
  const notBefore = Date.parse(own.validFrom);
  const notAfter = Date.parse(own.validTo);
  if (notAfter <= nowMs)
    throw new CertificateError('Certificate_Expired', `${certFile} expired on ${own.validTo}`);
  if (notBefore > nowMs)
    throw new CertificateError('Certificate_NotYetValid', `${certFile} is valid from ${own.validFrom} only`);
  try {
    createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  } catch (cause) {
    throw new CertificateError('Certificate_Unreadable', `${certFile} cannot be used for TLS`, { cause });
  }
  return { cert, key, ca, notBefore, notAfter };
};
