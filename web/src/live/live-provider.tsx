import type { InfiniteData } from '@tanstack/react-query';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Bulletin, BulletinPage, ClusterPage, Me, Overview } from '../../../controller/http/api-type.ts';
import { apiUrl } from '../api/client.ts';
import { createCoalescer } from './coalescer.ts';
import { type StreamState, startEventStream } from './event-stream.ts';
import {
  type Batch,
  gather,
  patchBulletin,
  patchBulletinPage,
  patchClusterPage,
  patchMe,
  patchOverview,
  staleKeys,
} from './patches.ts';
import { createRefresher } from './refresher.ts';

const PATCH_INTERVAL_MS = 250;
const REFETCH_INTERVAL_MS = 1_000;
const POLLING_MS = 4_000;

const LiveContext = createContext<StreamState>('connecting');

const schedule = (run: () => void, delayMs: number): (() => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

const mapPages =
  <Page,>(patch: (page: Page, batch: Batch) => Page, batch: Batch) =>
  (data: InfiniteData<Page> | undefined): InfiniteData<Page> | undefined =>
    data && { ...data, pages: data.pages.map((page) => patch(page, batch)) };

const applyPatches = (client: QueryClient, batch: Batch): void => {
  if (batch.presence.size > 0 || batch.playing.size > 0)
    client.setQueriesData<InfiniteData<ClusterPage>>(
      { queryKey: ['clusters'] },
      mapPages(patchClusterPage, batch),
    );
  if (batch.bulletins.size > 0) {
    client.setQueriesData<InfiniteData<BulletinPage>>(
      { queryKey: ['bulletins'] },
      mapPages(patchBulletinPage, batch),
    );
    client.setQueriesData<Bulletin>(
      { queryKey: ['bulletin'] },
      (bulletin) => bulletin && patchBulletin(bulletin, batch),
    );
  }
  if (batch.network) {
    client.setQueriesData<Me>({ queryKey: ['me'] }, (me) => me && patchMe(me, batch));
    client.setQueriesData<Overview>({ queryKey: ['overview'] }, (old) => old && patchOverview(old, batch));
  }
};

/** Events of single clusters name them, so that one cluster's start does not ask again for all. */
const refetchClusters = (client: QueryClient, batch: Batch): void => {
  for (const clusterId of new Set([...batch.presence.keys(), ...batch.playing.keys()]))
    void client.invalidateQueries({ queryKey: ['cluster', clusterId] });
};

/** Follows the controller's events while somebody is signed in, and keeps every shown figure fresh. */
export const LiveProvider = ({ children }: { children: ReactNode }) => {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');

  useEffect(() => {
    const refresher = createRefresher({
      intervalMs: REFETCH_INTERVAL_MS,
      now: () => performance.now(),
      schedule,
      isFetching: (key) => client.isFetching({ queryKey: [key] }) > 0,
      refetch: (key) => void client.invalidateQueries({ queryKey: [key] }),
    });
    const coalescer = createCoalescer({
      intervalMs: PATCH_INTERVAL_MS,
      now: () => performance.now(),
      schedule,
      flush: (events: Parameters<typeof gather>[0]) => {
        const batch = gather(events);
        applyPatches(client, batch);
        refetchClusters(client, batch);
        refresher.stale(staleKeys(batch));
      },
    });
    let wasDown = false;
    const stop = startEventStream({
      open: () => new EventSource(apiUrl('/events')),
      schedule,
      random: Math.random,
      onEvent: coalescer.add,
      onState: (next) => {
        setState(next);
        // Whatever happened while no events came is asked for at once.
        if (next === 'open' && wasDown) void client.invalidateQueries();
        wasDown = next !== 'open';
      },
    });
    return () => {
      stop();
      coalescer.stop();
      refresher.stop();
    };
  }, [client]);

  return <LiveContext value={state}>{children}</LiveContext>;
};

export const useStreamState = (): StreamState => useContext(LiveContext);

/** How often a query asks by itself: seldom while events arrive, every few seconds while they do not. */
export const useRefetchInterval = (quietMs: number): number => {
  const state = useStreamState();
  return useMemo(() => (state === 'polling' ? Math.min(POLLING_MS, quietMs) : quietMs), [state, quietMs]);
};
