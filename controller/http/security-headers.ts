import type { Context, MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

/** Whether the browser's connection is encrypted; what a proxy says of it is checked at the front door. */
export const isEncrypted = (c: Context): boolean =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';

/** Half a year. Not for sub-domains: they are somebody else's. */
const strictTransport = 'max-age=15552000';

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Mantine writes its variables into style elements; they carry the nonce of their document. Styles of single
    // elements are set by script, which no policy need allow.
    styleSrc: ["'self'", NONCE],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    workerSrc: ["'self'"],
    manifestSrc: ["'self'"],
    objectSrc: ["'none'"],
    frameSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
  // The page for installing reads a code with the camera and takes the position.
  permissionsPolicy: {
    camera: ['self'],
    geolocation: ['self'],
    microphone: [],
    payment: [],
    usb: [],
    serial: [],
    displayCapture: [],
    accelerometer: [],
    gyroscope: [],
    magnetometer: [],
    midi: [],
  },
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
});

/** What browsers are told about every answer. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await headers(c, next);
  if (isEncrypted(c)) c.res.headers.set('strict-transport-security', strictTransport);
};
