import { keyId, publicPart } from './signing.ts';
import { claimLinkVectors } from './vector-claims.ts';
import { clockVectors } from './vector-clock.ts';
import { vectorKeys } from './vector-keys.ts';
import { quietHoursVectors } from './vector-quiet-hours.ts';
import { rotationVectors } from './vector-rotation.ts';
import { timelineVectors } from './vector-timelines.ts';
import { verificationVectors } from './vector-verification.ts';

/** Everything in `test-vectors.json`, the same bytes every time: Ed25519 signatures are deterministic. */
export const buildTestVectors = async () => ({
  about: 'Test vectors of the protocol in README.md. The private keys are public: never use them.',
  keys: Object.fromEntries(
    await Promise.all(
      Object.entries(vectorKeys).map(async ([name, { d, ...jwk }]) => [
        name,
        { kid: await keyId(publicPart(jwk)), publicKey: jwk, d },
      ]),
    ),
  ),
  ...(await claimLinkVectors()),
  ...(await verificationVectors()),
  rotation: await rotationVectors(),
  clock: clockVectors,
  quietHours: quietHoursVectors,
  timelines: timelineVectors,
});

// node --import tsx broker/protocol/make-test-vectors.ts > broker/protocol/test-vectors.json && npm run fix
if (process.argv[1]?.endsWith('make-test-vectors.ts')) {
  process.stdout.write(`${JSON.stringify(await buildTestVectors(), null, 2)}\n`);
}
