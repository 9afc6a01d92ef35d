import type { SpoolCursor } from '../ports/store/spools.ts';
import type { Store } from '../ports/store.ts';

/** Up to where each spool is stored, remembered so that a batch needs no question to the database. */
export type SpoolCursors = Readonly<{
  /** Makes the cursors of these devices known. */
  load: (deviceIds: readonly string[]) => Promise<void>;
  /** Of a loaded device; 0 for a spool never heard of. */
  of: (deviceId: string, spoolId: string) => number;
  /** Takes over cursors that were committed. */
  committed: (cursors: readonly SpoolCursor[]) => void;
}>;

export const createSpoolCursors = ({ store }: { store: Pick<Store, 'spools'> }): SpoolCursors => {
  const known = new Map<string, Map<string, number>>();
  return {
    load: async (deviceIds) => {
      const unknown = deviceIds.filter((id) => !known.has(id));
      if (unknown.length === 0) return;
      const rows = await store.spools.cursors(unknown);
      for (const id of unknown) if (!known.has(id)) known.set(id, new Map());
      for (const { deviceId, spoolId, seq } of rows) {
        const spools = known.get(deviceId);
        // What was committed while the question was under way is newer than its answer.
        spools?.set(spoolId, Math.max(seq, spools.get(spoolId) ?? 0));
      }
    },
    of: (deviceId, spoolId) => known.get(deviceId)?.get(spoolId) ?? 0,
    committed: (cursors) => {
      for (const { deviceId, spoolId, seq } of cursors) known.get(deviceId)?.set(spoolId, seq);
    },
  };
};
