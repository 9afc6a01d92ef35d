import { expect, it } from 'vitest';
import type { SigningKey } from '#protocol';
import {
  keyStandings,
  type TrustFacts,
  type TrustStep,
  trustSteps,
} from '../../../../controller/domain/trust-standing.ts';
import { keysAt } from '../../../support/device-documents.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 22);
const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;
const key = (kid: string, patch: Partial<SigningKey> = {}): SigningKey => ({
  ...{ kid, jwk, notBefore: now - 10 * day, notAfter: now + 390 * day },
  ...patch,
});
const keys = [
  key('old', { notAfter: now - day }),
  key('leaked', { revokedAt: now - 2 * day }),
  key('elsewhere'),
  key('later', { notBefore: now + day }),
  key('next'),
  key('present'),
];
const waiting = { kid: 'next', behind: 1, connected: 3, until: now + day };
const facts: TrustFacts = {
  list: keysAt(now, { keys, expiresAt: now + 150 * day }),
  own: ['present', 'next', 'later', 'leaked', 'made-now'],
  rotation: { signing: 'present', waiting },
  isRootHere: false,
  certificate: null,
  now,
};

it('says of every key what it is for, those that matter first', () => {
  expect(keyStandings(facts).map(({ kid, state, isHere }) => [kid, state, isHere])).toEqual([
    ['present', 'signing', true],
    ['next', 'waiting', true],
    ['made-now', 'uncertified', true],
    ['elsewhere', 'certified', false],
    ['later', 'later', true],
    ['leaked', 'revoked', true],
    ['old', 'ended', false],
  ]);
});

const fine: TrustFacts = { ...facts, own: ['present', 'next'] };
const certificate = { notBefore: now - 80 * day, notAfter: now + 80 * day, refused: null };
const ending = { ...certificate, notAfter: now + 9 * day };
const listEnding = (days: number): Partial<TrustFacts> => ({
  list: keysAt(now, { keys, expiresAt: now + days * day }),
});

it.each<[string, Partial<TrustFacts>, TrustStep[]]>([
  ['nothing while all is well', { certificate }, []],
  ['to certify a key that lies here', { own: ['present', 'made-now'] }, ['certify-key']],
  [
    'to certify one when none may sign',
    { own: [], rotation: { signing: null, waiting: null } },
    ['certify-key'],
  ],
  ['nothing two months and a day before the list ends', listEnding(61), []],
  ['to renew the list two months before it ends', listEnding(60), ['renew-list']],
  [
    'nothing of the list while the root renews it',
    { ...listEnding(9), isRootHere: true },
    ['take-root-offline'],
  ],
  [
    'to renew it in time for the last key as well',
    {
      list: keysAt(now, { keys: [key('present', { notAfter: now + 20 * day })], expiresAt: now + 150 * day }),
    },
    ['certify-key', 'renew-list'],
  ],
  [
    'to see to a list that the root here does not renew',
    { ...listEnding(6), isRootHere: true },
    ['renew-list', 'take-root-offline'],
  ],
  ['to renew a certificate in time', { certificate: ending }, ['renew-certificate']],
  [
    'to mend files that cannot serve',
    { certificate: { ...ending, refused: 'Certificate_KeyMismatch' } },
    ['mend-certificate'],
  ],
])('advises %s', (_, patch, steps) => {
  expect(trustSteps({ ...fine, ...patch })).toEqual(steps);
});
