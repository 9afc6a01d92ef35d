import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { ClusterDetail, Me } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { clusterQuery } from '../../api/queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { DemoMark } from '../../ui/demo-mark.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PresenceMark } from '../../ui/presence-mark.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName } from '../../words/area-name.ts';
import { ListenPanel } from '../listening/listen-panel.tsx';
import { ClusterActions } from './cluster-actions.tsx';
import { ClusterHealth } from './cluster-health.tsx';
import { ClusterHistory } from './cluster-history.tsx';
import styles from './cluster-page.module.css';
import { ClusterPhoto } from './cluster-photo.tsx';
import { clusterWords } from './cluster-words.ts';
import { DayBars } from './day-bars.tsx';
import { deviceWords } from './device-words.ts';
import { PresenceTimeline } from './presence-timeline.tsx';
import { RecentPlaybacks } from './recent-playbacks.tsx';

const Heartbeat = ({ cluster }: { cluster: ClusterDetail }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const at = cluster.lastHeartbeatAt;
  return (
    <span className={styles.heartbeat} data-testid="heartbeat-age">
      {t(clusterWords.lastHeartbeat)}:{' '}
      <strong>{at === null ? t(clusterWords.never) : format.age(Math.max(0, now - Date.parse(at)))}</strong>
    </span>
  );
};

const ClusterView = ({ me, cluster }: { me: Me; cluster: ClusterDetail }) => {
  const t = useT();
  return (
    <>
      <PageHeader
        title={cluster.name}
        above={<Anchor component={Link} href="/cum-loa">{`← ${t(clusterWords.up)}`}</Anchor>}
        lead={
          <span className={styles.lead}>
            <span>
              <Anchor component={Link} href={`/dia-ban/${cluster.area.code}`}>
                {areaName(cluster.area)}
              </Anchor>
              {cluster.district ? (
                <>
                  {', '}
                  <Anchor component={Link} href={`/dia-ban/${cluster.district.code}`}>
                    {areaName(cluster.district)}
                  </Anchor>
                </>
              ) : null}
            </span>
            <PresenceMark state={cluster.presence} />
            <Heartbeat cluster={cluster} />
            {cluster.demo ? <DemoMark /> : null}
            {cluster.waiting ? (
              <Tag tone="warn">{t(deviceWords.waitingFor)(cluster.waiting.serial)}</Tag>
            ) : null}
            {cluster.retiredAt ? <Tag tone="warn">{t(deviceWords.retired)}</Tag> : null}
          </span>
        }
        actions={mayDo(me, 'devices.write') ? <ClusterActions me={me} cluster={cluster} /> : null}
      />
      <div className={styles.grid}>
        <div className={styles.main}>
          <ListenPanel clusterId={cluster.id} clusterName={cluster.name} presence={cluster.presence} />
          <PresenceTimeline intervals={cluster.intervals} />
          <DayBars days={cluster.days} />
          <ClusterHistory clusterId={cluster.id} />
        </div>
        <div className={styles.side}>
          <ClusterHealth cluster={cluster} />
          <ClusterPhoto cluster={cluster} />
        </div>
        <div className={styles.wide}>
          <RecentPlaybacks clusterId={cluster.id} areaCode={cluster.area.code} />
        </div>
      </div>
    </>
  );
};

export const ClusterPage = ({ me, clusterId }: { me: Me; clusterId: string }) => {
  const refetchInterval = useRefetchInterval(15_000);
  const cluster = useQuery({ ...clusterQuery(useApi(), clusterId), refetchInterval });
  return (
    <QueryView query={cluster} skeleton={<Skeleton h={480} />}>
      {(data) => <ClusterView me={me} cluster={data} />}
    </QueryView>
  );
};
