import type { Directory } from '../app/directory/directory.ts';
import type { NotReady, ReadinessReport } from '../app/sessions/readiness.ts';
import { areaRefOf, districtRefOf } from './area-ref.ts';
import type { Readiness } from './representations/session.ts';

/** Who is not ready comes by commune and then by id, an order that lasts while devices become ready. */
const inOrder =
  (directory: Directory) =>
  (a: Pick<NotReady, 'clusterId' | 'areaKey'>, b: Pick<NotReady, 'clusterId' | 'areaKey'>): number => {
    const [one, other] = [areaRefOf(directory, a.areaKey).code, areaRefOf(directory, b.areaKey).code];
    if (one !== other) return one < other ? -1 : 1;
    return a.clusterId < b.clusterId ? -1 : a.clusterId > b.clusterId ? 1 : 0;
  };

/** A report as the API gives it: counts whole, the list of those not ready a page at a time. */
export const readinessView = (
  directory: Directory,
  report: ReadinessReport,
  { cursor, limit }: { cursor: string | null; limit: number },
): Readiness => {
  const compare = inOrder(directory);
  const after = cursor === null ? undefined : directory.clusters.get(cursor);
  const start = after && { clusterId: after.id, areaKey: after.areaKey };
  const left = report.notReady.filter((one) => !start || compare(one, start) > 0).sort(compare);
  const page = left.slice(0, limit);
  const { total, ready, program, audio, online } = report;
  return {
    ...{ total, ready, program, audio, online },
    areas: report.areas.map(({ areaKey, ...counts }) => ({
      ...counts,
      area: areaRefOf(directory, areaKey),
      district: districtRefOf(directory, areaKey),
    })),
    notReady: page.map(({ clusterId, areaKey, reasons }) => ({
      clusterId,
      clusterName: directory.clusters.get(clusterId)?.name ?? clusterId,
      area: areaRefOf(directory, areaKey),
      district: districtRefOf(directory, areaKey),
      reasons: [...reasons],
    })),
    next: left.length > limit ? (page.at(-1)?.clusterId ?? null) : null,
  };
};
