import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto';

const hmac = (key: Buffer, ...parts: (Buffer | string)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** A browser's half of Web Push: keys as it gives them away, and what it makes of a message (RFC 8291, RFC 8188). */
export const createPushReceiver = () => {
  const ecdh = createECDH('prime256v1');
  const own = ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    p256dh: own.toString('base64url'),
    auth: auth.toString('base64url'),
    open: (message: Buffer): string => {
      const [salt, idLength] = [message.subarray(0, 16), message.readUInt8(20)];
      const theirs = message.subarray(21, 21 + idLength);
      const sealed = message.subarray(21 + idLength);
      const shared = hmac(
        hmac(auth, ecdh.computeSecret(theirs)),
        Buffer.concat([Buffer.from('WebPush: info\0'), own, theirs, Buffer.from([1])]),
      );
      const prk = hmac(salt, shared);
      const key = hmac(prk, 'Content-Encoding: aes128gcm\0\u0001').subarray(0, 16);
      const nonce = hmac(prk, 'Content-Encoding: nonce\0\u0001').subarray(0, 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return padded.subarray(0, padded.lastIndexOf(2)).toString();
    },
  };
};
