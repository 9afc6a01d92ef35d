import { useQuery } from '@tanstack/react-query';
import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useApi, useServerClock, useServerNow } from '../../api/api-context.tsx';
import { inForceQuery } from '../../api/broadcast-queries.ts';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { byWeight, isInForce, isMoving } from './in-force.ts';

const QUIET_MS = 20_000;
const BUSY_MS = 2_000;

/** What is in force for an area, at any level above or below it; empty while nothing is known. */
export const useInForce = (area: string | null): Announcement[] => {
  const clock = useServerClock();
  const now = useServerNow();
  const quiet = useRefetchInterval(QUIET_MS);
  const query = useQuery({
    ...inForceQuery(useApi(), area ?? ''),
    enabled: area !== null,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => isMoving(one, clock.now())) ? Math.min(BUSY_MS, quiet) : quiet,
  });
  return byWeight((query.data?.items ?? []).filter((one) => isInForce(one, now)));
};
