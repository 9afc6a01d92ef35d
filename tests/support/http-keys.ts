import type { TrustFacts } from '../../controller/domain/trust-standing.ts';
import type { HttpDeps } from '../../controller/http/app.ts';
import { testPrivateKey } from './test-signers.ts';

/** Keys and certificate of a controller, as a test sets them: at first a root on the server, and nothing listed. */
export type HttpKeys = { -readonly [Name in keyof Omit<TrustFacts, 'now'>]: TrustFacts[Name] };

export const createHttpKeys = (): { keys: HttpKeys; deps: Pick<HttpDeps, 'ring' | 'certificate'> } => {
  const keys: HttpKeys = {
    ...{ list: null, own: [], isRootHere: true, certificate: null },
    rotation: { signing: null, waiting: null },
  };
  const { d: _, ...publicKey } = testPrivateKey();
  return {
    keys,
    deps: {
      ring: {
        root: () => ({ kid: 'root-of-test', publicKey, sign: keys.isRootHere ? async () => '' : null }),
        list: () => keys.list,
        own: () => keys.own,
        rotation: () => ({ memory: { current: null, coming: null }, ...keys.rotation }),
      },
      certificate: () => keys.certificate,
    },
  };
};
