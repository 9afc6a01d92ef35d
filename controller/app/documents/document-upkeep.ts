import { parseAreaTopic, topics } from '#protocol';
import type { Reach } from '../../domain/reach.ts';
import { isRenewalDue, isShortLifeDue } from '../../domain/renewal.ts';
import type { Clock } from '../ports/runtime.ts';
import { areaDocumentKinds } from './area-documents.ts';
import { type DocumentRequest, topicOf } from './document-issuer.ts';
import type { DocumentRegister } from './document-register.ts';

/** Which documents there have to be, and which of them have to be issued again. */
export type DocumentUpkeep = Readonly<{
  /** Communes in force, and those no longer in force whose devices may still follow them. */
  maintained: () => string[];
  /** Programs of these areas were issued, or found in order, as the areas then were. */
  noteIssued: (areaKeys: readonly string[], reach: Reach) => void;
  due: () => DocumentRequest[];
}>;

export const createDocumentUpkeep = (deps: {
  register: DocumentRegister;
  reachOf: (now: number) => Reach;
  areKeysDue: () => boolean;
  /** How long announcements that sound may be believed without a newer document. */
  soundingMs: number;
  clock: Clock;
}): DocumentUpkeep => {
  const { register, reachOf, areKeysDue, soundingMs, clock } = deps;
  /** Whether an area was in force when its program was last issued. */
  const issuedInForce = new Map<string, boolean>();

  const maintained = (): string[] => {
    const followed = [...register.topics()].flatMap((topic) => {
      const area = parseAreaTopic(topic);
      return area?.kind === 'program' ? area.areaKey : [];
    });
    return [...new Set([...reachOf(clock.now()).communes, ...followed])];
  };

  const isDue = (topic: string, spreadKey: string, now: number): boolean => {
    const document = register.issued(topic);
    return !document || isRenewalDue(document, spreadKey, now);
  };
  /** Those that have something sound live for a short while only. */
  const areAnnouncementsDue = (areaKey: string, now: number): boolean => {
    const topic = topics.announcements(areaKey);
    const document = register.issued(topic);
    const isShort = document && document.expiresAt - document.issuedAt <= soundingMs;
    return isShort ? isShortLifeDue(document, soundingMs, now) : isDue(topic, areaKey, now);
  };

  return {
    maintained,
    noteIssued: (areaKeys, reach) => {
      for (const areaKey of areaKeys) issuedInForce.set(areaKey, reach.isInForce(areaKey));
    },
    due: () => {
      const now = clock.now();
      const reach = reachOf(now);
      const communes = maintained();
      // Devices follow the announcements of the areas above them, too.
      const above = [...new Set(communes.flatMap(reach.ancestors))];
      const kept: Exclude<DocumentRequest, { kind: 'keys' }>[] = [
        ...communes.flatMap((areaKey) => areaDocumentKinds.map((kind) => ({ kind, areaKey }))),
        ...above.map((areaKey) => ({ kind: 'announcements' as const, areaKey })),
      ];
      const hasChangedForce = (areaKey: string): boolean =>
        (issuedInForce.get(areaKey) ?? true) !== reach.isInForce(areaKey);
      const old = kept.filter((request) => {
        const { kind, areaKey } = request;
        if (kind === 'announcements') return areAnnouncementsDue(areaKey, now);
        return isDue(topicOf(request), areaKey, now) || (kind === 'program' && hasChangedForce(areaKey));
      });
      return [...(areKeysDue() ? [{ kind: 'keys' as const }] : []), ...old];
    },
  };
};
