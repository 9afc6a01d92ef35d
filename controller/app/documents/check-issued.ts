import {
  announcementsDocument,
  keysDocument,
  parseAreaTopic,
  policyDocument,
  programDocument,
  topics,
} from '#protocol';
import { isAnnouncementsCurrent, isPolicyCurrent, isProgramCurrent } from '../../domain/staleness.ts';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { DocumentRow } from '../ports/rows.ts';
import type { Planner } from './area-documents.ts';
import type { Signers } from './signing-keys.ts';

/**
 * Which stored documents are to be issued anew because they are not what the database and the keys say
 * now: the process ended between a change and the document that follows from it, a key was replaced, or
 * the bytes are damaged. Gives their topics.
 */
export const findOutdated = async (input: {
  rows: readonly DocumentRow[];
  signers: Signers;
  planner: Planner;
  verify: VerifyDevice;
  now: number;
}): Promise<string[]> => {
  const { rows, signers, planner, verify, now } = input;

  const isCurrent = (topic: string, payload: unknown): boolean => {
    if (topic === topics.keys) {
      const keys = keysDocument.safeParse(payload);
      return keys.success && keys.data.keys.some(({ kid }) => kid === signers.signing.kid);
    }
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
    const { publicKey } = topic === topics.keys ? signers.root : signers.signing;
    const verified = await verify(publicKey, jws);
    if (!verified.ok || !isCurrent(topic, verified.payload)) outdated.push(topic);
  }
  return outdated;
};
