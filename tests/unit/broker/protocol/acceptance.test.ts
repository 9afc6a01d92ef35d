import { describe, expect, it } from 'vitest';
import { acceptDocument, keyMaySign, nextVersion } from '#protocol';
import { announcementsAt, keysAt, morning, programAt } from '../../../support/device-documents.ts';

const document = programAt(morning, []);
const question = { document, arrivedOn: document.topic, heldVersion: 0, nowMs: morning };
const [key] = keysAt(morning).keys;

describe('a verified document', () => {
  it.each([
    ['that is new', {}, { ok: true }],
    ['without a trusted clock, although it may have expired', { nowMs: null }, { ok: true }],
    [
      'on another topic',
      { arrivedOn: 'tt/v1/areas/07891.20200101/program' },
      { ok: false, reason: 'wrong-topic' },
    ],
    ['that is held', { heldVersion: morning }, { ok: false, reason: 'same' }],
    ['older than the one held', { heldVersion: morning + 1 }, { ok: false, reason: 'older' }],
    ['at the instant of its expiry', { nowMs: document.expiresAt }, { ok: false, reason: 'expired' }],
    ['one millisecond before', { nowMs: document.expiresAt - 1 }, { ok: true }],
  ])('%s', (_name, patch, expected) => {
    expect(acceptDocument({ ...question, ...patch })).toEqual(expected);
  });

  it('of announcements is held past its expiry, for the sake of a stop', () => {
    const stop = announcementsAt(morning, []);
    expect(
      acceptDocument({ document: stop, arrivedOn: stop.topic, heldVersion: 0, nowMs: stop.expiresAt + 1 }),
    ).toEqual({ ok: true });
  });

  it('signed by a key that may not is refused before anything else', () => {
    if (!key) throw new Error('No key');
    const revoked = { ...key, revokedAt: morning };
    expect(acceptDocument({ ...question, key: revoked })).toEqual({ ok: false, reason: 'key-not-valid' });
    expect(acceptDocument({ ...question, key })).toEqual({ ok: true });
  });
});

it('a key signs from its first instant to before its last, and never once revoked', () => {
  if (!key) throw new Error('No key');
  expect(keyMaySign(key, key.notBefore - 1)).toBe(false);
  expect(keyMaySign(key, key.notBefore)).toBe(true);
  expect(keyMaySign(key, key.notAfter - 1)).toBe(true);
  expect(keyMaySign(key, key.notAfter)).toBe(false);
  expect(keyMaySign({ ...key, revokedAt: morning + 1 }, morning)).toBe(false);
});

it('versions grow with time, and by one where time stands still or goes back', () => {
  expect(nextVersion(0, 1_000)).toBe(1_000);
  expect(nextVersion(1_000, 1_000)).toBe(1_001);
  expect(nextVersion(5_000, 1_000)).toBe(5_001);
});
