import { useInfiniteQuery } from '@tanstack/react-query';
import type { AreaRef } from '../../../controller/http/api-type.ts';
import { useApi } from '../api/api-context.tsx';
import { inboxQuery, incidentsQuery } from '../api/broadcast-queries.ts';
import { placesItself } from '../features/inbox/placeable.ts';
import { useRefetchInterval } from '../live/live-provider.tsx';
import type { CountName } from './destinations.ts';

const QUIET_MS = 60_000;

/** What nobody has looked after yet; zero while nothing is known. */
export const useNavCounts = (area: AreaRef): Readonly<Record<CountName, number>> => {
  const api = useApi();
  const refetchInterval = useRefetchInterval(QUIET_MS);
  const incidents = useInfiniteQuery({
    ...incidentsQuery(api, { area: area.code, state: 'open', limit: 1 }),
    refetchInterval,
  });
  const places = placesItself(area);
  const inbox = useInfiniteQuery({
    ...inboxQuery(api, { area: area.code, state: 'waiting' }),
    enabled: places,
    refetchInterval,
  });
  return {
    incidents: incidents.data?.pages[0]?.counts.open ?? 0,
    inbox: places ? (inbox.data?.pages ?? []).reduce((sum, page) => sum + page.items.length, 0) : 0,
  };
};
