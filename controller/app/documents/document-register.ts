import { nextVersion } from '#protocol';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { PlanItemRow } from '../ports/store/plan.ts';
import type { Store } from '../ports/store.ts';

export type IssuedDocument = Pick<DocumentRow, 'version' | 'issuedAt' | 'expiresAt'>;
export type AreaItems = Readonly<{ areaKey: string; items: readonly PlanItemRow[] }>;

/**
 * What was last issued on each topic, and the one way to issue more: stored in full before anybody may
 * send it. One register per database; it is the only writer of documents.
 */
export type DocumentRegister = Readonly<{
  load: () => Promise<DocumentRow[]>;
  issued: (topic: string) => IssuedDocument | undefined;
  topics: () => Iterable<string>;
  versionFor: (topic: string, now: number) => number;
  /** Takes up a row that somebody else has stored. */
  note: (row: DocumentRow) => void;
  /** Continues above a version that a device proves to hold, as after a restored backup. */
  raiseAbove: (topic: string, version: number) => void;
  /** Stores the exact bytes together with the plan they came from, and what else belongs to them, in one transaction. */
  commit: (
    rows: readonly DocumentRow[],
    plans: readonly AreaItems[],
    now: number,
    also?: (tx: Store) => Promise<void>,
  ) => Promise<void>;
}>;

export const createDocumentRegister = ({ store }: { store: Store }): DocumentRegister => {
  const issued = new Map<string, IssuedDocument>();
  const floors = new Map<string, number>();
  const note = (row: DocumentRow): void => {
    const { version, issuedAt, expiresAt } = row;
    issued.set(row.topic, { version, issuedAt, expiresAt });
  };
  return {
    load: async () => {
      const rows = await store.documents.all();
      for (const row of rows) note(row);
      return rows;
    },
    note,
    issued: (topic) => issued.get(topic),
    topics: () => issued.keys(),
    versionFor: (topic, now) =>
      nextVersion(Math.max(issued.get(topic)?.version ?? 0, floors.get(topic) ?? 0), now),
    raiseAbove: (topic, version) => {
      floors.set(topic, Math.max(version, floors.get(topic) ?? 0));
    },
    commit: async (rows, plans, now, also) => {
      await store.transaction(async (tx) => {
        await also?.(tx);
        await tx.documents.put(rows);
        for (const { areaKey, items } of plans) await tx.plan.replace(areaKey, items, now);
      });
      for (const row of rows) note(row);
    },
  };
};
