import { Anchor } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useApi, useServerClock } from '../../api/api-context.tsx';
import { playbacksQuery } from '../../api/queries.ts';
import { DAY_MS, toRfc3339 } from '../../format/vietnam-time.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlaybackTable } from '../../ui/playback-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { clusterWords } from './cluster-words.ts';

const DAYS = 3;
const ROWS = 12;

export const RecentPlaybacks = ({ clusterId, areaCode }: { clusterId: string; areaCode: string }) => {
  const t = useT();
  const clock = useServerClock();
  const [from] = useState(() => toRfc3339(clock.now() - DAYS * DAY_MS));
  const refetchInterval = useRefetchInterval(30_000);
  const playbacks = useInfiniteQuery({
    ...playbacksQuery(useApi(), { clusterId, from, limit: ROWS }),
    refetchInterval,
  });
  return (
    <Panel
      flush
      title={t(clusterWords.recent)}
      aside={
        <Anchor component={Link} href={`/nhat-ky?dia-ban=${areaCode}`}>
          {t(clusterWords.seeLog)}
        </Anchor>
      }
    >
      <QueryView query={playbacks}>
        {({ pages }) => {
          const rows = pages[0]?.items ?? [];
          return rows.length === 0 ? (
            <Empty title={t(clusterWords.noRecent)} />
          ) : (
            <PlaybackTable label={t(clusterWords.recent)} rows={rows} first="title" />
          );
        }}
      </QueryView>
    </Panel>
  );
};
