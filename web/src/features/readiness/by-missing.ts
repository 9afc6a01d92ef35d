import type { Readiness } from '../../../../controller/http/api-type.ts';

export type CommuneReadiness = Readiness['areas'][number];

const missingOf = ({ total, ready }: CommuneReadiness): number => total - ready;

/** Communes in which somebody is not ready, the one with most of them first; and how many need nothing. */
export const byMissing = (
  areas: readonly CommuneReadiness[],
): { unready: CommuneReadiness[]; readyCount: number } => {
  const unready = areas
    .filter((area) => missingOf(area) > 0)
    .sort((a, b) => missingOf(b) - missingOf(a) || a.area.code.localeCompare(b.area.code));
  return { unready, readyCount: areas.length - unready.length };
};
