import { useQuery } from '@tanstack/react-query';
import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { inForceQuery } from '../../api/broadcast-queries.ts';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { byWeight, isInForce } from './in-force.ts';

const QUIET_MS = 20_000;
/** While something is in force its counts move, and people watch them. */
const BUSY_MS = 2_000;

/** What is in force for an area, at any level above or below it; empty while nothing is known. */
export const useInForce = (area: string | null): Announcement[] => {
  const now = useServerNow();
  const quiet = useRefetchInterval(QUIET_MS);
  const query = useQuery({
    ...inForceQuery(useApi(), area ?? ''),
    enabled: area !== null,
    refetchInterval: ({ state }) => ((state.data?.items.length ?? 0) > 0 ? BUSY_MS : quiet),
  });
  return byWeight((query.data?.items ?? []).filter((one) => isInForce(one, now)));
};
