import { createHash } from 'node:crypto';
import { connect } from 'node:tls';

const timeoutMs = 30_000;

const toPem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;

/** As a QR code carries it, and as people read it from a screen. */
const isHashOf = (bytes: Buffer, fingerprint: string): boolean => {
  const digest = createHash('sha256').update(bytes).digest();
  const read = fingerprint.replace(/[:\s]/g, '');
  return digest.toString('base64url') === read || digest.toString('hex') === read.toLowerCase();
};

/** The server is not the one that the code was printed for. Trying again is of no use. */
export class ForeignServer extends Error {
  constructor() {
    super('The server shows no certificate with the fingerprint that came with the code: it is another one');
    this.name = 'ForeignServer';
  }
}

/**
 * The authority (PEM) whose SHA-256 came with the claim code, out of the server's handshake. On this connection
 * nothing is sent, and nothing is believed but the bytes that have this hash.
 *
 * @throws ForeignServer
 */
export const learnAuthority = (url: string, fingerprint: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('The server does not answer')));
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      let held = socket.getPeerCertificate(true);
      // A self-signed certificate is its own issuer.
      for (const seen = new Set(); held?.raw && !seen.has(held); held = held.issuerCertificate) {
        seen.add(held);
        if (isHashOf(held.raw, fingerprint)) resolve(toPem(held.raw));
      }
      socket.destroy();
      reject(new ForeignServer());
    });
  });
