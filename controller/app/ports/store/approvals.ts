import type { ApprovalEntry } from '../../../domain/approval.ts';

/** A step of a bulletin; `revision` is the bulletin's after it. */
export type ApprovalRow = ApprovalEntry & { bulletinId: string; revision: number };

/** Whether one person produces and approves in an area, and why; the last word counts. */
export type SoloApprovalRow = {
  areaKey: string;
  isOn: boolean;
  reason: string;
  decidedBy: string;
  decidedAt: number;
};

/** A bulletin that missed an occurrence because it was not approved in time. */
export type CutOffMissRow = { sessionId: string; recurrenceAt: number; bulletinId: string; foundAt: number };

export type ApprovalStore = Readonly<{
  /** Fails when the bulletin has a step of that revision already. */
  add: (step: ApprovalRow) => Promise<void>;
  /** Steps of these bulletins, by bulletin and in order. */
  of: (bulletinIds: readonly string[]) => Promise<ApprovalRow[]>;
  /** The last word of every area about which one was spoken. */
  solo: () => Promise<SoloApprovalRow[]>;
  putSolo: (solo: SoloApprovalRow) => Promise<void>;
  /** Those of the rows that were not noted before; they are from now on. */
  noteMisses: (misses: readonly CutOffMissRow[]) => Promise<CutOffMissRow[]>;
}>;
