import { Anchor, Button, Skeleton } from '@mantine/core';
import { IconDeviceSpeaker, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api-context.tsx';
import { clustersQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { ClusterTable } from '../clusters/cluster-table.tsx';
import { ComingSessions } from '../sessions/coming-sessions.tsx';
import { areaWords } from './area-words.ts';
import styles from './commune-details.module.css';

/** What a commune's own officer looks for: its loudspeakers and its coming sessions. */
export const CommuneDetails = ({ code, mayChange }: { code: string; mayChange: boolean }) => {
  const t = useT();
  const refetchInterval = useRefetchInterval(60_000);
  const clusters = useInfiniteQuery({
    ...clustersQuery(useApi(), { area: code, limit: 30 }),
    refetchInterval,
  });
  return (
    <div className={styles.root}>
      <Panel
        flush
        title={t(areaWords.clusterList)}
        aside={
          <Anchor component={Link} href={`/cum-loa?dia-ban=${code}`}>
            {t(areaWords.allClusters)}
          </Anchor>
        }
      >
        <QueryView query={clusters} skeleton={<Skeleton h={240} m="md" />}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            return items.length === 0 ? (
              <Empty
                icon={<IconDeviceSpeaker size={24} stroke={1.6} aria-hidden />}
                title={t(areaWords.noClusters)}
              />
            ) : (
              <ClusterTable clusters={items} withArea={false} />
            );
          }}
        </QueryView>
        <ShowMore query={clusters} />
      </Panel>
      <section aria-labelledby="coming-heading">
        <header className={styles.head}>
          <h2 id="coming-heading">{t(areaWords.coming)}</h2>
          <Button
            component={Link}
            href={`/nhat-ky?dia-ban=${code}`}
            variant="default"
            leftSection={<IconHistory size={18} stroke={1.7} aria-hidden />}
          >
            {t(areaWords.log)}
          </Button>
        </header>
        <ComingSessions area={code} mayChange={mayChange} headingLevel={3} />
      </section>
    </div>
  );
};
