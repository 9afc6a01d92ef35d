import {
  announcementsDocument,
  importPublicKey,
  keysDocument,
  parseAreaTopic,
  policyDocument,
  programDocument,
  topics,
  verifyCompact,
} from '#protocol';
import { isPolicyCurrent, isProgramCurrent } from '../domain/staleness.ts';
import type { Planner } from './area-documents.ts';
import type { DocumentRow } from './ports/rows.ts';
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
  now: number;
}): Promise<string[]> => {
  const { rows, signers, planner, now } = input;
  const signingKey = await importPublicKey(signers.signing.publicKey);
  const rootKey = await importPublicKey(signers.root.publicKey);

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
      case 'announcements':
        return announcementsDocument.safeParse(payload).success;
      case undefined:
        return true;
    }
  };

  const outdated: string[] = [];
  for (const { topic, jws } of rows) {
    const key = topic === topics.keys ? rootKey : signingKey;
    const kid = topic === topics.keys ? signers.root.kid : signers.signing.kid;
    const verified = await verifyCompact(jws, (named) => (named === kid ? key : undefined));
    if (!verified.ok || !isCurrent(topic, verified.payload)) outdated.push(topic);
  }
  return outdated;
};
