import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlayEvent } from '#protocol';
import { type Disk, disk as diskSchema, emptyDisk } from '../device/disk.ts';
import type { Effect } from '../device/effect.ts';
import { isMissing } from './atomic-file.ts';
import type { DeviceLog } from './device-log.ts';
import { createLazyFile } from './lazy-file.ts';
import { createMemorySpool, createSpoolFiles, type SpoolStore } from './spool-files.ts';

type Saved = Extract<Effect, { type: 'save' }>['disk'];
type SavedDocuments = Extract<Effect, { type: 'save-documents' }>['documents'];

/** What a loudspeaker keeps through a power cut. */
export type DeviceDisk = Readonly<{
  load: () => Disk;
  saveDocuments: (documents: SavedDocuments) => void;
  save: (saved: Saved) => void;
  spool: (spoolId: string) => SpoolStore;
  /** Resolves when nothing waits to be written. */
  flush: () => Promise<void>;
}>;

const byTopic = (documents: SavedDocuments): Record<string, string> =>
  Object.fromEntries([...documents].map(([topic, { jws }]) => [topic, jws]));

const readJson = (path: string, log: DeviceLog): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!isMissing(error)) log.warn({ path, err: error }, 'Device state is unreadable and begins anew');
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What of a damaged state can still be read, field by field: a card that lost one thing must not cost a week of
 * program. Documents are signed, so a wrong one is found out later.
 */
const salvage = (state: unknown, documents: unknown, log: DeviceLog, folder: string): Disk => {
  const fields: Readonly<Record<string, unknown>> = { ...(isRecord(state) ? state : {}), documents };
  const whole = diskSchema.safeParse(fields);
  if (whole.success) return whole.data;
  const readable = Object.entries(diskSchema.shape)
    .map(([name, schema]) => ({ name, field: schema.safeParse(fields[name]) }))
    .flatMap(({ name, field }) => (field.success ? [[name, field.data] as const] : []));
  const lost = Object.keys(diskSchema.shape).filter((name) => !readable.some(([one]) => one === name));
  log.warn({ folder, lost }, 'Device state has another form and begins anew in part');
  return diskSchema.parse(Object.fromEntries(readable));
};

const spoolPrefix = 'spool-';

/** The spool's folder names it, so that it is found again even when the rest of the state is lost. */
const findSpool = (folder: string): string | null => {
  try {
    const name = readdirSync(folder).find((one) => one.startsWith(spoolPrefix));
    return name?.slice(spoolPrefix.length) ?? null;
  } catch {
    return null;
  }
};

const withSpool = (found: Disk, spoolId: string | null, store: (id: string) => SpoolStore): Disk => {
  if (spoolId === null) return found;
  const saved = found.spool ?? { spoolId, nextSeq: 1, oldestSeq: 1, ackedSeq: 0 };
  const spoolTail: PlayEvent[] = store(saved.spoolId).read(saved.nextSeq, Number.MAX_SAFE_INTEGER);
  const oldestSeq = found.spool ? saved.oldestSeq : (spoolTail[0]?.seq ?? 1);
  return { ...found, spool: { ...saved, oldestSeq }, spoolTail };
};

/** `documents.json`, `state.json` and `spool-<id>/` in a folder of the device's own. */
export const createFileDisk = (deps: { folder: string; durable: boolean; log: DeviceLog }): DeviceDisk => {
  const { folder, durable, log } = deps;
  const paths = { documents: join(folder, 'documents.json'), state: join(folder, 'state.json') };
  const documentsFile = createLazyFile({ path: paths.documents, durable, log });
  const stateFile = createLazyFile({ path: paths.state, durable, log });
  const spools = new Map<string, SpoolStore>();
  const spool = (spoolId: string): SpoolStore => {
    const known = spools.get(spoolId) ?? createSpoolFiles(join(folder, `${spoolPrefix}${spoolId}`), durable);
    spools.set(spoolId, known);
    return known;
  };
  return {
    spool,
    load: () => {
      const found = salvage(readJson(paths.state, log), readJson(paths.documents, log), log, folder);
      return withSpool(found, found.spool?.spoolId ?? findSpool(folder), spool);
    },
    saveDocuments: (documents) => documentsFile.set(() => JSON.stringify(byTopic(documents))),
    save: (saved) => stateFile.set(() => JSON.stringify(saved)),
    flush: async () => {
      for (const one of spools.values()) one.flush();
      await Promise.all([documentsFile.flush(), stateFile.flush()]);
    },
  };
};

/** A disk that forgets with the process; a simulated reboot still finds it. */
class MemoryDisk implements DeviceDisk {
  #documents: SavedDocuments = new Map();
  #saved: Partial<Saved> = {};
  #spool: SpoolStore | null = null;

  load(): Disk {
    const found: Disk = { ...emptyDisk, ...this.#saved, documents: byTopic(this.#documents) };
    return withSpool(found, found.spool?.spoolId ?? null, () => this.spool());
  }

  saveDocuments(documents: SavedDocuments): void {
    this.#documents = documents;
  }

  save(saved: Saved): void {
    this.#saved = saved;
  }

  /** A device has one spool in its life here. */
  spool(): SpoolStore {
    this.#spool ??= createMemorySpool();
    return this.#spool;
  }

  async flush(): Promise<void> {}
}

export const createMemoryDisk = (): DeviceDisk => new MemoryDisk();
