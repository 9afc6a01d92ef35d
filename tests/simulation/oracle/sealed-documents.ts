import {
  type AnnouncementsDocument,
  announcementsDocument,
  type ConfigDocument,
  configDocument,
  type PolicyDocument,
  type ProgramDocument,
  policyDocument,
  programDocument,
  topics,
} from '#protocol';
import { voiceless } from '../journal.ts';

/** What a device holds that decides what sounds, read from the very bytes. */
export type HeldDocuments = Readonly<{
  config: ConfigDocument | null;
  program: ProgramDocument | null;
  policy: PolicyDocument | null;
  announcements: AnnouncementsDocument | null;
  above: readonly AnnouncementsDocument[];
  /**
   * A followed document is of a kind that nobody of this year understands, or what may forbid a sound has lost its key:
   * the place is silent.
   */
  isMuted: boolean;
}>;

type Shape<T> = { safeParse: (value: unknown) => { success: true; data: T } | { success: false } };

export const bodyOf = (jws: string): unknown =>
  JSON.parse(jws.slice(jws.indexOf('~', jws.indexOf('~') + 1) + 1));
export const kidOf = (jws: string): string => jws.slice(0, jws.indexOf('~'));

/** Reads the bytes of a document once, however many devices held it. */
const readerOf = <T>(schema: Shape<T>): ((jws: string | undefined) => T | null) => {
  const known = new Map<string, T | null>();
  return (jws) => {
    if (jws === undefined || jws === voiceless) return null;
    const found = known.get(jws);
    if (found !== undefined) return found;
    const parsed = schema.safeParse(bodyOf(jws));
    const data = parsed.success ? parsed.data : null;
    known.set(jws, data);
    return data;
  };
};

export const createDocumentReader = () => {
  const readConfig = readerOf(configDocument);
  const readProgram = readerOf(programDocument);
  const readPolicy = readerOf(policyDocument);
  const readAnnouncements = readerOf(announcementsDocument);
  const held = new Map<string, HeldDocuments>();

  return (deviceId: string, documents: ReadonlyMap<string, string>): HeldDocuments => {
    const key = [...documents].map(([topic, jws]) => `${topic} ${jws.slice(0, 60)}${jws.length}`).join('|');
    const known = held.get(key);
    if (known) return known;
    const config = readConfig(documents.get(topics.config(deviceId)));
    const [areaKey = ''] = config?.areaKeys ?? [];
    const programJws = documents.get(topics.program(areaKey));
    const program = readProgram(programJws);
    const understood: HeldDocuments = {
      config,
      program,
      policy: readPolicy(documents.get(topics.policy(areaKey))),
      announcements: readAnnouncements(documents.get(topics.announcements(areaKey))),
      above: (config?.ancestorKeys ?? []).flatMap(
        (above) => readAnnouncements(documents.get(topics.announcements(above))) ?? [],
      ),
      isMuted: (programJws !== undefined && program === null) || [...documents.values()].includes(voiceless),
    };
    held.set(key, understood);
    return understood;
  };
};
