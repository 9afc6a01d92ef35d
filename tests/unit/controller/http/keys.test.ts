import { beforeEach, describe, expect, it } from 'vitest';
import { keysState } from '../../../../controller/http/representations/keys.ts';
import { keysAt } from '../../../support/device-documents.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';

const day = 86_400_000;
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;

let world: HttpWorld;
beforeEach(async () => {
  world = await createHttpWorld();
});
const ask = async (role: Parameters<HttpWorld['cookieOf']>[0]) =>
  world.app.request('/api/v1/keys', { headers: { cookie: await world.cookieOf(role) } });

describe('GET /keys', () => {
  it('tells administrators and auditors where the root key is and which keys are certified, until when', async () => {
    const now = world.clock.now();
    const listed = (kid: string) => ({ kid, jwk, notBefore: now - day, notAfter: now + 400 * day });
    const keys = [listed('present'), { ...listed('leaked'), revokedAt: now - day }];
    Object.assign(world.keys, {
      list: keysAt(now, { keys, expiresAt: now + 30 * day }),
      own: ['present'],
      rotation: { signing: 'present', waiting: null },
      isRootHere: false,
      certificate: { notBefore: now - day, notAfter: now + 90 * day, refused: null },
    });
    for (const role of ['administrator', 'auditor'] as const) {
      const state = keysState.parse(await (await ask(role)).json());
      expect(state).toMatchObject({
        root: { kid: 'root-of-test', onServer: false },
        list: {
          expiresAt: new Date(now + 30 * day).toISOString(),
          signsUntil: new Date(now + 30 * day).toISOString(),
        },
        keys: [
          {
            kid: 'present',
            state: 'signing',
            onServer: true,
            validUntil: new Date(now + 400 * day).toISOString(),
          },
          { kid: 'leaked', state: 'revoked', onServer: false, revokedAt: new Date(now - day).toISOString() },
        ],
        certificate: { validUntil: new Date(now + 90 * day).toISOString(), refused: null },
        steps: ['renew-list'],
      });
    }
  });

  it.each(['editor', 'approver', 'technician', 'viewer'] as const)('is nothing for a %s', async (role) => {
    expect((await ask(role)).status).toBe(403);
  });

  it('tells no key itself', async () => {
    const now = world.clock.now();
    const keys = [{ kid: 'present', jwk, notBefore: now, notAfter: now + day }];
    Object.assign(world.keys, { list: keysAt(now, { keys }), own: ['present'] });
    const text = await (await ask('auditor')).text();
    expect(text).toContain('present');
    expect(text).not.toContain(jwk.x);
  });
});
