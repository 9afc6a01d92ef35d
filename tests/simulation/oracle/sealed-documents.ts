import {
  type AnnouncementsDocument,
  announcementsDocument,
  type ConfigDocument,
  configDocument,
  type PolicyDocument,
  type ProgramDocument,
  parseAreaTopic,
  policyDocument,
  programDocument,
  topics,
} from '#protocol';

/** What a device holds that decides what sounds, read from the very bytes. */
export type HeldDocuments = Readonly<{
  config: ConfigDocument | null;
  program: ProgramDocument | null;
  policy: PolicyDocument | null;
  announcements: AnnouncementsDocument | null;
  above: readonly AnnouncementsDocument[];
  /** A followed document is of a kind that nobody of this year understands: the place is silent. */
  isMuted: boolean;
}>;

type Shape<T> = { safeParse: (value: unknown) => { success: true; data: T } | { success: false } };

/** Reads a document's bytes once, however many devices held it. */
export const createDocumentReader = () => {
  const read = new Map<string, unknown>();
  const bodyOf = (jws: string): unknown => JSON.parse(jws.slice(jws.indexOf('~', jws.indexOf('~') + 1) + 1));
  const as = <T>(schema: Shape<T>, jws: string | undefined): T | null => {
    if (jws === undefined) return null;
    const known = read.get(jws);
    if (known === undefined) {
      const parsed = schema.safeParse(bodyOf(jws));
      read.set(jws, parsed.success ? parsed.data : null);
    }
    const parsed = schema.safeParse(read.get(jws));
    return parsed.success ? parsed.data : null;
  };
  const held = new Map<string, HeldDocuments>();

  return (deviceId: string, documents: ReadonlyMap<string, string>): HeldDocuments => {
    const key = [...documents].map(([topic, jws]) => `${topic} ${jws.slice(0, 60)}${jws.length}`).join('|');
    const known = held.get(key);
    if (known) return known;
    const config = as(configDocument, documents.get(topics.config(deviceId)));
    const [areaKey = ''] = config?.areaKeys ?? [];
    const programJws = documents.get(topics.program(areaKey));
    const program = as(programDocument, programJws);
    const understood: HeldDocuments = {
      config,
      program,
      policy: as(policyDocument, documents.get(topics.policy(areaKey))),
      announcements: as(announcementsDocument, documents.get(topics.announcements(areaKey))),
      above: (config?.ancestorKeys ?? []).flatMap(
        (above) => as(announcementsDocument, documents.get(topics.announcements(above))) ?? [],
      ),
      isMuted: programJws !== undefined && program === null,
    };
    held.set(key, understood);
    return understood;
  };
};

export const areaOfTopic = (topic: string): string | null => parseAreaTopic(topic)?.areaKey ?? null;
