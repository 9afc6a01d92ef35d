import type { AreaDocuments } from '#protocol';
import type { Store } from '../../../controller/app/ports/store.ts';
import type { PlanFunction } from '../../../device-sim/device/plan.ts';
import type { DeviceDocument } from '../../../device-sim/device/reading.ts';
import type { Sealing } from '../engine/sealing.ts';

/** A judge that finds in a genuine document something else than what was signed. */
export const withDocuments =
  (
    judge: Sealing['judge'],
    alter: (document: DeviceDocument, topic: string) => DeviceDocument,
  ): Sealing['judge'] =>
  (jws, keys, topic) => {
    const verdict = judge(jws, keys, topic);
    if (!verdict.ok || verdict.reading.kind !== 'document') return verdict;
    return { ...verdict, reading: { kind: 'document', document: alter(verdict.reading.document, topic) } };
  };

/** A plan made of other documents than those that are held of each area. */
export const withAreas =
  (plan: PlanFunction, alter: (area: AreaDocuments) => AreaDocuments): PlanFunction =>
  (question) =>
    plan({ ...question, areas: question.areas.map(alter) });

/** A store whose transactions work on another store than it is. */
export const withTransactions = (store: Store, alter: (tx: Store) => Store): Store => ({
  ...store,
  transaction: (work) => store.transaction((tx) => work(alter(tx))),
});
