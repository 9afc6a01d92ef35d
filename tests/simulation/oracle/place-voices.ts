import { createDocumentReader, type HeldDocuments } from './sealed-documents.ts';
import { type Voice, voicesOf, type Want, wantsOf } from './what-sounds.ts';

export type PlaceVoices = Readonly<{
  docs: HeldDocuments;
  wants: readonly Want[];
  voices: readonly Voice[];
}>;

/** What held documents say, worked out once for each set of documents. */
export const createPlaceVoices = () => {
  const read = createDocumentReader();
  const known = new Map<HeldDocuments, PlaceVoices>();
  return (deviceId: string, documents: ReadonlyMap<string, string>): PlaceVoices => {
    const docs = read(deviceId, documents);
    const found = known.get(docs);
    if (found) return found;
    const wants = wantsOf(docs);
    const said: PlaceVoices = { docs, wants, voices: voicesOf(wants) };
    known.set(docs, said);
    return said;
  };
};

/** A want that a late device may begin anew takes the loudspeaker from others for a time that no document tells. */
export const mayBeLate = (wants: readonly Want[], from: number, to: number): boolean =>
  wants.some(({ late, startAt, latestEndAt }) => late === 'restart' && startAt < to && latestEndAt > from);
