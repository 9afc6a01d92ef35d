import type { DeviceJournal } from '../journal.ts';
import { type Epoch, epochsOf } from './life-of-device.ts';
import { createDocumentReader, type HeldDocuments } from './sealed-documents.ts';
import { type Voice, voicesOf, type Want, wantsOf } from './what-sounds.ts';

export type PlaceVoices = Readonly<{
  docs: HeldDocuments;
  wants: readonly Want[];
  voices: () => readonly Voice[];
}>;

const sayingOf = (docs: HeldDocuments): PlaceVoices => {
  const wants = wantsOf(docs);
  let voices: readonly Voice[] | null = null;
  return {
    docs,
    wants,
    voices: () => {
      voices ??= voicesOf(wants);
      return voices;
    },
  };
};

/** What devices held and what that says, worked out once for all invariants. */
export type History = Readonly<{
  epochs: (journal: DeviceJournal, end: number) => readonly Epoch[];
  said: (deviceId: string, documents: ReadonlyMap<string, string>) => PlaceVoices;
}>;

export const createHistory = (): History => {
  const read = createDocumentReader();
  const sayings = new Map<HeldDocuments, PlaceVoices>();
  const ofMap = new WeakMap<ReadonlyMap<string, string>, PlaceVoices>();
  const epochs = new WeakMap<DeviceJournal, { end: number; epochs: readonly Epoch[] }>();
  return {
    epochs: (journal, end) => {
      const known = epochs.get(journal);
      if (known?.end === end) return known.epochs;
      const fresh = epochsOf(journal, end);
      epochs.set(journal, { end, epochs: fresh });
      return fresh;
    },
    said: (deviceId, documents) => {
      const known = ofMap.get(documents);
      if (known) return known;
      const docs = read(deviceId, documents);
      const saying = sayings.get(docs) ?? sayingOf(docs);
      sayings.set(docs, saying);
      ofMap.set(documents, saying);
      return saying;
    },
  };
};

/** A want that a late device may begin anew takes the loudspeaker from others for a time that no document tells. */
export const mayBeLate = (wants: readonly Want[], from: number, to: number): boolean =>
  wants.some(({ late, startAt, latestEndAt }) => late === 'restart' && startAt < to && latestEndAt > from);
