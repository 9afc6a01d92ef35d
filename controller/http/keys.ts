import { createRoute } from '@hono/zod-openapi';
import type { KeyRing } from '../app/documents/key-ring.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { ServerTrust } from '../app/ports/server-trust.ts';
import { signingEnd } from '../domain/key-ceremony.ts';
import { keyStandings, type TrustFacts, trustSteps } from '../domain/trust-standing.ts';
import { json, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { keysState } from './representations/keys.ts';
import { iso } from './representations/time.ts';
import { createRouter } from './router.ts';

const keysRoute = createRoute({
  method: 'get',
  path: '/keys',
  ...reads('area', 'audit.read'),
  tags: ['keys'],
  summary:
    'What loudspeakers trust: where the root key is, which keys may sign and until when, and what to do next',
  description: 'The same for every reader: an installation has one root key. Nothing in it is secret.',
  responses: { 200: { description: 'As things are now', content: json(keysState) }, ...problemResponse },
});

export type KeyState = Pick<KeyRing, 'root' | 'list' | 'own' | 'rotation'>;

export const createKeyRoutes = (deps: {
  ring: KeyState;
  certificate: ServerTrust['certificate'];
  clock: Pick<Clock, 'now'>;
}) => {
  const { ring, clock } = deps;
  const isoOrNull = (at: number | undefined | null): string | null => (at == null ? null : iso(at));

  return createRouter().openapi(keysRoute, async (c) => {
    const [root, list, { waiting }, certificate] = [
      ring.root(),
      ring.list(),
      ring.rotation(),
      deps.certificate(),
    ];
    const facts: TrustFacts = {
      ...{ list, certificate, own: ring.own(), rotation: ring.rotation() },
      ...{ isRootHere: root.sign !== null, now: clock.now() },
    };
    return c.json(
      {
        root: { kid: root.kid, onServer: facts.isRootHere },
        list: list && {
          ...{ issuedAt: iso(list.issuedAt), expiresAt: iso(list.expiresAt) },
          signsUntil: iso(signingEnd(list, facts.own)),
        },
        keys: keyStandings(facts).map(({ kid, state, isHere, validity, revokedAt }) => ({
          ...{ kid, state, onServer: isHere },
          validFrom: isoOrNull(validity?.notBefore),
          validUntil: isoOrNull(validity?.notAfter),
          revokedAt: isoOrNull(revokedAt),
        })),
        waiting: waiting && {
          ...{ unaware: waiting.behind, connected: waiting.connected, until: iso(waiting.until) },
        },
        certificate: certificate && {
          validFrom: iso(certificate.notBefore),
          validUntil: iso(certificate.notAfter),
          refused: certificate.refused,
        },
        steps: trustSteps(facts),
      },
      200,
    );
  });
};
