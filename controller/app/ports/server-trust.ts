/** By what receivers know that they speak to this server and to nobody in between. */
export type ServerTrust = Readonly<{
  /**
   * SHA-256 (base64url) of the authority's certificate that vouches for page and API; it belongs into
   * the QR code of a claim. Null where receivers judge by the authorities they know, or where there is no TLS.
   */
  tlsFingerprint: () => string | null;
  /** Authorities (PEM) that vouch for the broker, given to receivers at their claim; empty: those they know. */
  caCertificates: () => readonly string[];
}>;
