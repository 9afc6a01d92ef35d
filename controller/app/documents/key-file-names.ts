/** The root's private half, while it is on this computer. */
export const rootFile = 'root.jwk.json';
/** The root's public half, where the private one is kept elsewhere. */
export const rootPublicFile = 'root.public.jwk.json';

const firstSigningFile = 'signing.jwk.json';

/** Key files of signing keys: the first one, and those that came after it under a part of their `kid`. */
export const isSigningFile = (name: string): boolean =>
  /^signing(-[A-Za-z0-9_-]{1,43})?\.jwk\.json$/.test(name);

/** Where a new signing key goes. */
export const signingFileOf = (kid: string, isFirst: boolean): string =>
  isFirst ? firstSigningFile : `signing-${kid.slice(0, 16)}.jwk.json`;
