import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Me } from '../../../controller/http/api-type.ts';
import { useApi } from '../api/api-context.tsx';
import { inboxQuery, incidentsQuery } from '../api/broadcast-queries.ts';
import { waitingApprovalsQuery } from '../api/queries.ts';
import { placesItself } from '../features/inbox/placeable.ts';
import { useRefetchInterval } from '../live/live-provider.tsx';
import type { CountName } from './destinations.ts';
import { mayDo } from './may-do.ts';

const QUIET_MS = 60_000;

/** What nobody has looked after yet; zero while nothing is known. */
export const useNavCounts = (me: Me): Readonly<Record<CountName, number>> => {
  const api = useApi();
  const { area } = me.user;
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
  const approves = mayDo(me, 'bulletins.approve');
  const approvals = useQuery({ ...waitingApprovalsQuery(api), enabled: approves, refetchInterval });
  return {
    approvals: approves ? (approvals.data?.bulletins ?? 0) : 0,
    incidents: incidents.data?.pages[0]?.counts.open ?? 0,
    inbox: places ? (inbox.data?.pages ?? []).reduce((sum, page) => sum + page.items.length, 0) : 0,
  };
};
