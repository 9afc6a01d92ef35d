/** Codes that an app on a telephone makes from a shared secret and the time (RFC 6238: SHA-1, 6 digits, 30 s). */
export type OneTimeCodes = Readonly<{
  /** A new secret, in base32. */
  newSecret: () => string;
  /** `otpauth://` address that such apps read from a QR code. */
  address: (secret: string, username: string) => string;
  /** The time step whose code this is, of those around `now`; null when it is of none. */
  stepOf: (secret: string, code: string, now: number) => number | null;
}>;
