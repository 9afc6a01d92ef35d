import type { PlayEvent } from '#protocol';
import { type Disk, disk as diskSchema } from '../../../device-sim/device/disk.ts';
import type { Effect } from '../../../device-sim/device/effect.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';

type Saved = Extract<Effect, { type: 'save' }>['disk'];
type Documents = Extract<Effect, { type: 'save-documents' }>['documents'];

/** A memory card: files that are replaced whole a moment after they changed, a spool that is written at once. */
export type SimDisk = Readonly<{
  saveDocuments: (documents: Documents) => void;
  save: (saved: Saved) => void;
  append: (spoolId: string, events: readonly PlayEvent[]) => boolean;
  read: (fromSeq: number, toSeq: number) => PlayEvent[];
  dropBefore: (seq: number) => void;
  /** What is in place a moment before the power goes is all that is found afterwards. */
  lose: (what: { documents: boolean; state: boolean }) => void;
  load: () => Disk;
  /** When the state last reached the card. */
  stateWrittenAt: () => number;
  assets: Map<string, 'right' | 'damaged'>;
  setFull: (isFull: boolean) => void;
  isFull: () => boolean;
}>;

/** As long as the shell gathers changes before it writes a file. */
const gatherMs = 500;

export const createSimDisk = (time: VirtualTime): SimDisk => {
  const assets = new Map<string, 'right' | 'damaged'>();
  let documents: Readonly<Record<string, string>> = {};
  let state: Saved | null = null;
  let wantedDocuments: Documents | null = null;
  let wantedState: Saved | null = null;
  let spool: PlayEvent[] = [];
  let spoolId: string | null = null;
  let isFull = false;
  let writtenAt = 0;
  let cancelWriting: (() => void) | null = null;

  const write = (): void => {
    cancelWriting = null;
    if (!isFull && wantedDocuments) {
      documents = Object.fromEntries([...wantedDocuments].map(([topic, { jws }]) => [topic, jws]));
    }
    if (!isFull && wantedState) {
      state = wantedState;
      writtenAt = time.now();
    }
    wantedDocuments = null;
    wantedState = null;
  };
  const writeSoon = (): void => {
    cancelWriting ??= time.at(time.now() + gatherMs, write);
  };

  return {
    assets,
    saveDocuments: (held) => {
      wantedDocuments = held;
      writeSoon();
    },
    save: (saved) => {
      wantedState = saved;
      writeSoon();
    },
    append: (id, events) => {
      if (isFull) return false;
      spoolId = id;
      spool.push(...events);
      return true;
    },
    read: (fromSeq, toSeq) => spool.filter(({ seq }) => seq >= fromSeq && seq <= toSeq),
    dropBefore: (seq) => {
      spool = spool.filter((event) => event.seq >= seq);
    },
    lose: (what) => {
      cancelWriting?.();
      cancelWriting = null;
      wantedDocuments = null;
      wantedState = null;
      if (what.documents) documents = {};
      if (what.state) state = null;
    },
    load: () => {
      const found = diskSchema.parse({ ...state, documents });
      const named =
        found.spool ?? (spoolId === null ? null : { spoolId, nextSeq: 1, oldestSeq: 1, ackedSeq: 0 });
      if (!named) return found;
      const spoolTail = spool.filter(({ seq }) => seq >= named.nextSeq);
      const oldestSeq = found.spool ? named.oldestSeq : (spoolTail[0]?.seq ?? 1);
      return { ...found, spool: { ...named, oldestSeq }, spoolTail };
    },
    stateWrittenAt: () => writtenAt,
    setFull: (full) => {
      isFull = full;
    },
    isFull: () => isFull,
  };
};
