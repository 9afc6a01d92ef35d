import { Secret, TOTP } from 'otpauth';
import type { OneTimeCodes } from '../app/ports/one-time-codes.ts';

const issuer = 'Truyền thanh';
/** As long as the digest (RFC 4226, R6). */
const secretBytes = 20;
/** One step to either side: a telephone's clock may be half a minute wrong (RFC 6238, 5.2). */
const window = 1;

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });

export const totpCodes = (): OneTimeCodes => ({
  newSecret: () => new Secret({ size: secretBytes }).base32,
  address: (secret, username) => totpOf(secret, username).toString(),
  stepOf: (secret, code, now) => {
    const totp = totpOf(secret, '');
    const delta = totp.validate({ token: code, timestamp: now, window });
    return delta === null ? null : totp.counter({ timestamp: now }) + delta;
  },
});
