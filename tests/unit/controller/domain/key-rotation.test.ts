import { describe, expect, it } from 'vitest';
import type { SigningKey } from '#protocol';
import {
  decideRotation,
  nothingRemembered,
  type Rotation,
  type RotationQuestion,
  rotationPatienceMs,
} from '../../../../controller/domain/key-rotation.ts';

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;
const key = (kid: string, patch: Partial<SigningKey> = {}): SigningKey => ({
  kid,
  jwk,
  notBefore: now - 100 * day,
  notAfter: now + 300 * day,
  ...patch,
});
const old = key('old');
const fresh = key('fresh', { notBefore: now - day });

const ask = (patch: Partial<RotationQuestion>): Rotation =>
  decideRotation({
    list: { version: 1, keys: [old] },
    own: ['old', 'fresh'],
    memory: nothingRemembered,
    devices: { inService: 3, connected: [1, 1, 1] },
    now,
    ...patch,
  });

/** The old key has signed; then a list came that names the new one too. */
const settled = ask({}).memory;
const both = { version: 2, keys: [old, fresh] };

describe('which key signs', () => {
  it('is nobody before a list names a key of ours', () => {
    expect(ask({ list: null }).signing).toBeNull();
    expect(ask({ own: ['stranger'] }).signing).toBeNull();
    expect(ask({ list: { version: 1, keys: [key('old', { notBefore: now + 1 })] } }).signing).toBeNull();
    expect(ask({ list: { version: 1, keys: [key('old', { notAfter: now })] } }).signing).toBeNull();
  });

  it('is the newest one at the first start', () => {
    expect(ask({ list: both }).signing).toBe('fresh');
  });

  it('stays the old one until every connected device holds the list that names the new one', () => {
    const waiting = ask({ list: both, memory: settled, devices: { inService: 3, connected: [2, 1, 0] } });
    expect(waiting).toMatchObject({ signing: 'old', waiting: { kid: 'fresh', behind: 2, connected: 3 } });
    const later = ask({
      list: { ...both, version: 3 },
      memory: waiting.memory,
      devices: { inService: 3, connected: [2, 2, 3] },
    });
    expect(later).toMatchObject({ signing: 'fresh', waiting: null });
  });

  it('does not go back when a device comes that does not know it', () => {
    const after = ask({ list: both, memory: { current: 'fresh', coming: null } });
    expect(after).toMatchObject({ signing: 'fresh', waiting: null });
  });

  it('waits a day for devices when none is connected, and not at all when there are none', () => {
    const nobody = { inService: 3, connected: [] };
    const first = ask({ list: both, memory: settled, devices: nobody });
    expect(first.signing).toBe('old');
    const soon = { list: both, memory: first.memory, devices: nobody, now: now + rotationPatienceMs - 1 };
    expect(ask(soon).signing).toBe('old');
    expect(ask({ ...soon, now: now + rotationPatienceMs }).signing).toBe('fresh');
    expect(ask({ list: both, memory: settled, devices: { inService: 0, connected: [] } }).signing).toBe(
      'fresh',
    );
  });

  it('does not wait longer than a day for one that does not take the list', () => {
    const first = ask({ list: both, memory: settled, devices: { inService: 3, connected: [2, 2, 1] } });
    const after = { list: both, memory: first.memory, devices: { inService: 3, connected: [2, 2, 1] } };
    expect(ask({ ...after, now: now + rotationPatienceMs }).signing).toBe('fresh');
  });

  it.each<[string, Partial<SigningKey>]>([
    ['revoked', { revokedAt: now }],
    ['past its end', { notAfter: now }],
  ])('is another one at once when it is %s, whoever knows that one', (_, patch) => {
    const list = { version: 2, keys: [key('old', patch), fresh] };
    expect(ask({ list, memory: settled }).signing).toBe('fresh');
  });

  it('is the older one again when the newer one is revoked', () => {
    const list = { version: 3, keys: [old, key('fresh', { notBefore: now - day, revokedAt: now })] };
    expect(ask({ list, memory: { current: 'fresh', coming: null } }).signing).toBe('old');
  });
});
