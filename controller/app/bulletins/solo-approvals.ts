import type { Directory } from '../directory/directory.ts';
import type { Clock, Log, Outcome } from '../ports/runtime.ts';
import type { SoloApprovalRow } from '../ports/store/approvals.ts';
import type { Store } from '../ports/store.ts';
import { approvalFaults as faults } from './approval-faults.ts';

/** Communes with one person for everything: there whoever makes a bulletin may approve it, and everybody sees that. */
export type SoloApprovals = Readonly<{
  set: (
    areaKey: string,
    solo: { isOn: boolean; reason: string },
    actor: { username: string },
  ) => Promise<Outcome<SoloApprovalRow>>;
  /** The permission under which bulletins of an area are made and approved by one person; null without one. */
  of: (areaKey: string, store?: Pick<Store, 'approvals'>) => Promise<SoloApprovalRow | null>;
}>;

export const createSoloApprovals = (deps: {
  store: Pick<Store, 'approvals'>;
  directory: Pick<Directory, 'areas'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}): SoloApprovals => {
  const { store, directory, clock, log } = deps;
  return {
    set: async (areaKey, { isOn, reason }, { username }) => {
      if (directory.areas.get(areaKey)?.level !== 'commune')
        return { ok: false, status: 422, fault: faults.soloNotCommune };
      const row = { areaKey, isOn, reason, decidedBy: username, decidedAt: clock.now() };
      await store.approvals.putSolo(row);
      log.info({ areaKey, isOn, by: username }, 'Approval by one person was switched');
      return { ok: true, value: row };
    },
    of: async (areaKey, from = store) => {
      // A zone is its commune's.
      const keys = [areaKey, ...directory.areas.ancestors(areaKey).map(({ key }) => key)];
      return (await from.approvals.solo()).find((row) => row.isOn && keys.includes(row.areaKey)) ?? null;
    },
  };
};
