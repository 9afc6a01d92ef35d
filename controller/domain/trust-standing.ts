import { type KeysDocument, keyMaySign, type SigningKey } from '#protocol';
import { certificateEnd, type Validity } from './certificate-end.ts';
import { daysLeft, renewBeforeDays, signingEnd } from './key-ceremony.ts';
import type { Rotation } from './key-rotation.ts';

/**
 * `signing`: signs now. `waiting`: signs once loudspeakers know it. `certified`: may sign. `later`: from a day to come.
 * `uncertified`: is on this server, and the root vouches for it in no list.
 */
export type KeyState = 'signing' | 'waiting' | 'certified' | 'later' | 'ended' | 'revoked' | 'uncertified';

export type KeyStanding = Readonly<{
  kid: string;
  state: KeyState;
  /** Its private half is on this server. */
  isHere: boolean;
  /** Null while nobody vouches for it. */
  validity: Validity | null;
  revokedAt: number | null;
}>;

/** What somebody who looks after the server does next, the most urgent first. */
export type TrustStep =
  | 'certify-key'
  | 'renew-list'
  | 'mend-certificate'
  | 'renew-certificate'
  | 'take-root-offline';

export type TrustFacts = Readonly<{
  list: KeysDocument | null;
  /** Ids of the keys whose private half is on this server. */
  own: readonly string[];
  rotation: Pick<Rotation, 'signing' | 'waiting'>;
  isRootHere: boolean;
  /** Null where nothing speaks TLS here. */
  certificate: (Validity & Readonly<{ refused: string | null }>) | null;
  now: number;
}>;

const stateOf = (key: SigningKey, { rotation, now }: TrustFacts): KeyState => {
  if (key.revokedAt !== undefined) return 'revoked';
  if (key.kid === rotation.signing) return 'signing';
  if (key.kid === rotation.waiting?.kid) return 'waiting';
  if (keyMaySign(key, now)) return 'certified';
  return now < key.notBefore ? 'later' : 'ended';
};

const order: readonly KeyState[] = [
  ...(['signing', 'waiting', 'uncertified', 'certified'] as const),
  ...(['later', 'revoked', 'ended'] as const),
];

/** Every key that the list names or that lies on this server, those that matter first. */
export const keyStandings = (facts: TrustFacts): KeyStanding[] => {
  const listed = facts.list?.keys ?? [];
  const missing = facts.own.filter((kid) => !listed.some((key) => key.kid === kid));
  const standings = [
    ...listed.map((key): KeyStanding => {
      const { kid, notBefore, notAfter, revokedAt = null } = key;
      const isHere = facts.own.includes(kid);
      return { kid, state: stateOf(key, facts), isHere, validity: { notBefore, notAfter }, revokedAt };
    }),
    ...missing.map((kid): KeyStanding => {
      return { kid, state: 'uncertified', isHere: true, validity: null, revokedAt: null };
    }),
  ];
  return standings.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
};

/** Nothing, when all is well. */
export const trustSteps = (facts: TrustFacts): TrustStep[] => {
  const { list, rotation, isRootHere, certificate, now } = facts;
  const steps: TrustStep[] = [];
  const isUncertified = keyStandings(facts).some(({ state }) => state === 'uncertified');
  if (rotation.signing === null || isUncertified) steps.push('certify-key');
  if (list && rotation.signing !== null) {
    const days = daysLeft({ expiresAt: signingEnd(list, facts.own) }, now);
    if (days <= renewBeforeDays(isRootHere)) steps.push('renew-list');
  }
  if (certificate && certificate.refused !== null) steps.push('mend-certificate');
  else if (certificate && certificateEnd(certificate, now) !== 'far') steps.push('renew-certificate');
  if (isRootHere) steps.push('take-root-offline');
  return steps;
};
