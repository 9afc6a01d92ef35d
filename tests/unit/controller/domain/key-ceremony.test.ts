import { describe, expect, it } from 'vitest';
import { type KeysDocument, keyMaySign } from '#protocol';
import {
  certifiedKeys,
  checkSuccession,
  daysLeft,
  overlapDays,
  renewedKeys,
} from '../../../../controller/domain/key-ceremony.ts';

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;
const add = (kid: string) => ({ kid, jwk });
const certify = (patch: Partial<Parameters<typeof certifiedKeys>[0]>): KeysDocument =>
  certifiedKeys({ present: null, add: [], revoke: [], listDays: 190, now, ...patch });
const keyOf = (list: KeysDocument, kid: string) => list.keys.find((key) => key.kid === kid);

const first = certify({ add: [add('a')] });

describe('a certified list', () => {
  it('lets a new key sign from now on, and lives as long as the root was asked for', () => {
    const key = keyOf(first, 'a');
    expect(key && keyMaySign(key, now)).toBe(true);
    expect(first.expiresAt).toBe(now + 190 * day);
    expect(daysLeft(first, now + 100 * day)).toBe(90);
  });

  it('keeps the old key beside the new one for the overlap, and no longer', () => {
    const later = now + 10 * day;
    const next = certify({ present: first, add: [add('b')], now: later });
    expect(next.version).toBeGreaterThan(first.version);
    expect(keyOf(next, 'a')?.notAfter).toBe(later + overlapDays * day);
    expect(next.keys.map(({ kid }) => kid)).toEqual(['a', 'b']);
  });

  it('revokes a key for good: no later list brings it back', () => {
    const revoked = certify({ present: first, add: [add('b')], revoke: ['a'], now: now + day });
    const later = certify({ present: revoked, add: [add('a')], now: now + 2 * day });
    expect(keyOf(later, 'a')?.revokedAt).toBe(now + day);
  });

  it('is above the present one although the clock of the other computer is behind', () => {
    expect(certify({ present: first, now: now - day }).version).toBe(first.version + 1);
  });

  it('forgets keys whose documents nobody holds any more', () => {
    const later = now + 500 * day;
    expect(certify({ present: first, add: [add('b')], now: later }).keys.map(({ kid }) => kid)).toEqual([
      'b',
    ]);
  });
});

describe('a list that a root on the server renews', () => {
  const own = [{ kid: 'a', publicKey: jwk }];
  const renew = (present: KeysDocument | null, at: number, keys = own) =>
    renewedKeys({ present, own: keys, version: at, lifetimeMs: 10 * day, now: at });

  it('names the keys of the first start', () => {
    const list = renew(null, now);
    const key = keyOf(list, 'a');
    expect(key && keyMaySign(key, now - 1_000 * day)).toBe(true);
    expect(key?.notAfter).toBe(now + 365 * day);
  });

  it('carries on the newest key and neither brings back a revoked one nor lengthens an old one', () => {
    const revoked = certify({ present: first, add: [add('b'), add('c')], revoke: ['a'] });
    const list = renew(revoked, now + 60 * day, [
      ...own,
      { kid: 'b', publicKey: jwk },
      { kid: 'c', publicKey: jwk },
    ]);
    expect(keyOf(list, 'a')?.revokedAt).toBe(now);
    const ends = ['b', 'c'].map((kid) => keyOf(list, kid)?.notAfter);
    expect(ends.filter((end) => end === now + 425 * day)).toHaveLength(1);
  });

  it('does not name a key that nobody certified while another one may sign', () => {
    const list = renew(first, now + day, [...own, { kid: 'new', publicKey: jwk }]);
    expect(list.keys.map(({ kid }) => kid)).toEqual(['a']);
  });
});

describe('a list may follow on another', () => {
  const next = certify({ present: first, add: [add('b')], revoke: ['a'], now: now + day });
  const check = (patch: Partial<Parameters<typeof checkSuccession>[0]>) =>
    checkSuccession({ present: first, next, own: ['b'], now: now + day, ...patch });

  it('when it is newer, in force and names a key of this server', () => {
    expect(check({})).toBeNull();
    expect(check({ present: null })).toBeNull();
  });

  it.each<[string, Partial<Parameters<typeof checkSuccession>[0]>, string]>([
    ['it is older', { present: next, next: first }, 'older'],
    ['it is the one in force', { present: next }, 'same'],
    ['it has expired', { now: now + 300 * day }, 'expired'],
    ['no key of it is here', { own: ['x'] }, 'not-ours'],
    ['its only key of ours is revoked', { own: ['a'] }, 'not-ours'],
    [
      'it believes a revoked key again',
      { present: next, next: { ...next, version: next.version + 1, keys: first.keys } },
      'forgets-revocation',
    ],
  ])('but not when %s', (_, patch, fault) => {
    expect(check(patch)).toBe(fault);
  });
});
