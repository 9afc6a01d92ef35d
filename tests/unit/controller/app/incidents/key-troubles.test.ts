import { describe, expect, it } from 'vitest';
import type { KeysDocument } from '#protocol';
import { createKeyTroubles } from '../../../../../controller/app/incidents/key-troubles.ts';
import { incidentTitle } from '../../../../../controller/domain/incident-title.ts';
import { keysAt } from '../../../../support/device-documents.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 22);
const publicKey = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;

const look = (patch: { days?: number; keyDays?: number; rootHere?: boolean; signing?: string | null }) => {
  const { days = 100, keyDays = 400, rootHere = false, signing = 'k1' } = patch;
  const expiresAt = now + days * day;
  const keys = keysAt(now).keys.map((key) => ({ ...key, notAfter: now + keyDays * day }));
  const list: KeysDocument = keysAt(now, { expiresAt, keys });
  const source = createKeyTroubles({
    ring: {
      list: () => list,
      own: () => ['k1'],
      root: () => ({ kid: 'root', publicKey, sign: rootHere ? async () => '' : null }),
      rotation: () => ({ memory: { current: signing, coming: null }, signing, waiting: null }),
    },
    provinceKey: () => '25.20200101',
    clock: { now: () => now },
  });
  return source.look(() => false);
};

describe('signing keys', () => {
  it('are an incident two months before an offline root has to certify them again, and a grave one at the end', async () => {
    expect(await look({ days: 61 })).toEqual([]);
    const [soon] = await look({ days: 60 });
    expect(soon).toMatchObject({ type: 'signing-keys', severity: 'warning', detail: { reason: 'expiring' } });
    expect((await look({ days: 13 }))[0]?.severity).toBe('critical');
    expect((await look({ days: -1 }))[0]?.severity).toBe('critical');
  });

  it('renew themselves while the root is on the server', async () => {
    expect(await look({ days: 9, rootHere: true })).toEqual([]);
  });

  it('are a grave incident when that root does not renew them', async () => {
    const [finding] = await look({ days: 5, rootHere: true });
    expect(finding).toMatchObject({ severity: 'critical', detail: { reason: 'expiring' } });
  });

  it('may end before the list that names them', async () => {
    const [finding] = await look({ days: 100, keyDays: 20 });
    expect(finding?.detail).toMatchObject({ reason: 'expiring', endAt: now + 20 * day });
  });

  it('are a grave incident when none of them may sign', async () => {
    const [finding] = await look({ signing: null });
    expect(finding).toMatchObject({ severity: 'critical', detail: { reason: 'no-key' } });
    const title = finding && incidentTitle({ ...finding, count: 1 });
    expect(title?.vi).toContain('khóa ký');
  });

  it('are named with the day on which the list ends', async () => {
    const [finding] = await look({ days: 30 });
    expect(finding && incidentTitle({ ...finding, count: 1 }).vi).toContain('22/12/2026');
  });
});
