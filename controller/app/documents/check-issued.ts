import {
  announcementsDocument,
  claimedKeyId,
  type PublicKeyJwk,
  parseAreaTopic,
  policyDocument,
  programDocument,
  topics,
} from '#protocol';
import { isAnnouncementsCurrent, isPolicyCurrent, isProgramCurrent } from '../../domain/staleness.ts';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { Planner } from './area-documents.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * The key of ours that gives a document its voice; null when it has none any more. A key of which only others have
 * the private half does not count: what it signed cannot be followed up.
 */
const voiceOf = (jws: string, ring: Pick<KeyRing, 'believed' | 'own'>): PublicKeyJwk | null => {
  const kid = claimedKeyId(jws);
  return kid !== null && ring.own().includes(kid) ? ring.believed(kid) : null;
};

/** Documents that lost their voice with a key. Gives their topics. */
export const findMute = (
  rows: readonly Pick<DocumentRow, 'topic' | 'jws'>[],
  ring: Pick<KeyRing, 'believed' | 'own'>,
): string[] =>
  rows.filter(({ topic, jws }) => topic !== topics.keys && !voiceOf(jws, ring)).map(({ topic }) => topic);

/**
 * Which stored documents are to be issued anew because they are not what the database and the keys say
 * now: the process ended between a change and the document that follows from it, a key was replaced or
 * revoked, or the bytes are damaged. Gives their topics. The list of keys has an upkeep of its own.
 */
export const findOutdated = async (input: {
  rows: readonly DocumentRow[];
  ring: Pick<KeyRing, 'believed' | 'own'>;
  planner: Planner;
  verify: VerifyDevice;
  now: number;
}): Promise<string[]> => {
  const { rows, ring, planner, verify, now } = input;

  const isCurrent = (topic: string, payload: unknown): boolean => {
    const area = parseAreaTopic(topic);
    switch (area?.kind) {
      case 'program': {
        const program = programDocument.safeParse(payload);
        return program.success && isProgramCurrent(program.data, planner.program(area.areaKey), now);
      }
      case 'policy': {
        const policy = policyDocument.safeParse(payload);
        return policy.success && isPolicyCurrent(policy.data, planner.policy(area.areaKey), now);
      }
      case 'announcements': {
        const announced = announcementsDocument.safeParse(payload);
        return (
          announced.success && isAnnouncementsCurrent(announced.data, planner.announcements(area.areaKey))
        );
      }
      case undefined:
        return true;
    }
  };

  const outdated: string[] = [];
  for (const { topic, jws } of rows) {
    if (topic === topics.keys) continue;
    const publicKey = voiceOf(jws, ring);
    const verified = publicKey && (await verify(publicKey, jws));
    if (!verified?.ok || !isCurrent(topic, verified.payload)) outdated.push(topic);
  }
  return outdated;
};
