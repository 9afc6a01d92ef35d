import { announcementsSchema } from './announcements.ts';
import type { DocumentHeader } from './header.ts';
import type { SigningKey } from './keys.ts';

export type Acceptance =
  | { ok: true }
  /** The document already held, seen again: nothing to do. */
  | { ok: false; reason: 'same' }
  | { ok: false; reason: 'wrong-topic' | 'older' | 'expired' | 'key-not-valid' };

/**
 * Whether a verified document replaces the held one. Expiry needs a trusted clock (`nowMs`); without
 * one a document is held, and silence follows from the clock rule instead. Announcements are held past
 * their expiry too: nothing sounds from them any more, but a stop holds until it is lifted.
 */
export const acceptDocument = (question: {
  document: DocumentHeader;
  arrivedOn: string;
  heldVersion: number;
  nowMs: number | null;
  /** The signing key that verified it; left out for `tt/v1/keys`, which the root key signs. */
  key?: SigningKey;
}): Acceptance => {
  const { document, arrivedOn, heldVersion, nowMs, key } = question;
  if (key && !keyMaySign(key, document.issuedAt)) return { ok: false, reason: 'key-not-valid' };
  if (document.topic !== arrivedOn) return { ok: false, reason: 'wrong-topic' };
  if (document.version === heldVersion) return { ok: false, reason: 'same' };
  if (document.version < heldVersion) return { ok: false, reason: 'older' };
  const isOver = nowMs !== null && document.expiresAt <= nowMs;
  if (isOver && document.schema !== announcementsSchema) return { ok: false, reason: 'expired' };
  return { ok: true };
};

/** Whether a signing key may vouch for a document issued at that instant. */
export const keyMaySign = (key: SigningKey, issuedAt: number): boolean =>
  key.revokedAt === undefined && key.notBefore <= issuedAt && issuedAt < key.notAfter;
