import type { Validity } from '../../domain/certificate-end.ts';

/** By what receivers know that they speak to this server and to nobody in between. */
export type ServerTrust = Readonly<{
  /**
   * SHA-256 (base64url) of the authority's certificate that vouches for page and API; it belongs into
   * the QR code of a claim. Null where receivers judge by the authorities they know, or where there is no TLS.
   */
  tlsFingerprint: () => string | null;
  /** Authorities (PEM) that vouch for the broker, given to receivers at their claim; empty: those they know. */
  caCertificates: () => readonly string[];
  /**
   * What browsers and receivers are shown now, and why newer files that lie there cannot take its place
   * (`Certificate_KeyMismatch`); null where nothing speaks TLS here.
   */
  certificate: () => (Validity & Readonly<{ refused: string | null }>) | null;
}>;
