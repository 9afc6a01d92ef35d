import {
  type KeysDocument,
  keysSchema,
  nextVersion,
  type PublicKeyJwk,
  type SigningKey,
  topics,
} from '#protocol';

const dayMs = 24 * 60 * 60 * 1000;

/** How long a list that the offline root signed is good for, unless said otherwise. */
export const offlineListDays = 190;
/** A key signs for so long at most. */
export const keyDays = 400;
/** After a new key has come the older ones may sign for so long: longer than any document waits to be renewed. */
export const overlapDays = 30;
/** A clock that is a little behind must still be able to sign with a key that was just made. */
const slackMs = dayMs;
/** So long after its end nothing is held that a key signed, but configs, and these are sent anew. */
const forgetMs = 30 * dayMs;

/** What the root is asked to vouch for. */
export type Certification = Readonly<{
  /** The list in force; null for the first one. */
  present: KeysDocument | null;
  add: readonly Readonly<{ kid: string; jwk: PublicKeyJwk }>[];
  /** Keys that are believed no more from now on. */
  revoke: readonly string[];
  listDays: number;
  now: number;
}>;

/** The header and content of the list that follows on the present one. Nothing revoked ever comes back. */
export const certifiedKeys = ({ present, add, revoke, listDays, now }: Certification): KeysDocument => {
  const added = add.filter(({ kid }) => !(present?.keys ?? []).some((key) => key.kid === kid));
  const kept = (present?.keys ?? [])
    .filter(({ notAfter }) => notAfter + forgetMs > now)
    .map((key): SigningKey => {
      if (key.revokedAt !== undefined) return key;
      if (revoke.includes(key.kid)) return { ...key, revokedAt: now };
      if (added.length === 0) return key;
      return { ...key, notAfter: Math.min(key.notAfter, now + overlapDays * dayMs) };
    });
  const fresh = added.map(
    ({ kid, jwk }): SigningKey => ({
      kid,
      jwk,
      notBefore: now - slackMs,
      notAfter: now + keyDays * dayMs,
    }),
  );
  return {
    schema: keysSchema,
    topic: topics.keys,
    version: nextVersion(present?.version ?? 0, now),
    issuedAt: now,
    expiresAt: now + listDays * dayMs,
    keys: [...kept, ...fresh],
  };
};

/** Before any document of ours, whatever the clock said when the key was made. */
const firstNotBefore = Date.UTC(2020, 0, 1);

/**
 * What a root that is on the server signs by itself, day after day: the same keys, the newest of them for another
 * year. A key of ours is added only while the list names none that may sign; what is revoked stays so.
 */
export const renewedKeys = (input: {
  present: KeysDocument | null;
  own: readonly Readonly<{ kid: string; publicKey: PublicKeyJwk }>[];
  version: number;
  lifetimeMs: number;
  now: number;
}): KeysDocument => {
  const { present, own, version, lifetimeMs, now } = input;
  const listed = present?.keys ?? [];
  const isListed = (kid: string): boolean => listed.some((key) => key.kid === kid);
  const missing = own.filter(({ kid }) => !isListed(kid));
  const isUsable = ({ kid, revokedAt }: SigningKey): boolean =>
    revokedAt === undefined && own.some((key) => key.kid === kid);
  const hasNone = !listed.some(isUsable);
  const fresh = (hasNone ? missing.slice(0, 1) : []).map(
    ({ kid, publicKey }): SigningKey => ({ kid, jwk: publicKey, notBefore: firstNotBefore, notAfter: now }),
  );
  const keys = [...listed, ...fresh].filter((key) => isUsable(key) || key.notAfter + forgetMs > now);
  const newest = keys
    .filter(isUsable)
    .sort((a, b) => b.notBefore - a.notBefore || b.notAfter - a.notAfter)[0];
  return {
    schema: keysSchema,
    topic: topics.keys,
    version,
    issuedAt: now,
    expiresAt: now + lifetimeMs,
    keys: keys.map((key) =>
      key.kid === newest?.kid
        ? { ...key, notAfter: Math.max(key.notAfter, now + (keyDays - 35) * dayMs) }
        : key,
    ),
  };
};

/** Whether a new list may follow on a present one, beyond its signature. */
export type ListFault = 'older' | 'same' | 'forgets-revocation' | 'expired' | 'not-ours';

export const checkSuccession = (input: {
  present: KeysDocument | null;
  next: KeysDocument;
  /** Keys whose private half is on this server. */
  own: readonly string[];
  now: number;
}): ListFault | null => {
  const { present, next, own, now } = input;
  if (present && next.version < present.version) return 'older';
  if (present && next.version === present.version) return 'same';
  if (next.expiresAt <= now) return 'expired';
  const revoked = (present?.keys ?? []).filter(
    ({ revokedAt, notAfter }) => revokedAt !== undefined && notAfter > now,
  );
  const isForgotten = revoked.some(({ kid }) =>
    next.keys.some((key) => key.kid === kid && key.revokedAt === undefined),
  );
  if (isForgotten) return 'forgets-revocation';
  const usable = next.keys.some(
    ({ kid, revokedAt, notAfter }) => own.includes(kid) && revokedAt === undefined && notAfter > now,
  );
  return usable ? null : 'not-ours';
};

/** From here on the end of a list that only an offline root can renew is told every day. */
export const warnBeforeDays = 60;

/** A root that is on the server leaves nine days at least, by signing anew every day: less says that it cannot. */
const stuckBeforeDays = 6;

/** So many days before the end of what may be signed a person has to see to it. */
export const renewBeforeDays = (isRootHere: boolean): number =>
  isRootHere ? stuckBeforeDays : warnBeforeDays;

/** When nothing new can be signed any more: the list ends, or the last of our keys in it does. */
export const signingEnd = (
  { keys, expiresAt }: Pick<KeysDocument, 'keys' | 'expiresAt'>,
  own: readonly string[],
): number => {
  const ours = keys.filter(({ kid, revokedAt }) => own.includes(kid) && revokedAt === undefined);
  return Math.min(expiresAt, Math.max(0, ...ours.map(({ notAfter }) => notAfter)));
};

/** Whole days until a list vouches for nothing new any more; negative after it. */
export const daysLeft = ({ expiresAt }: Pick<KeysDocument, 'expiresAt'>, now: number): number =>
  Math.floor((expiresAt - now) / dayMs);
