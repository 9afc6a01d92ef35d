import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { overviewQuery } from '../../api/queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaName } from '../../words/area-name.ts';
import { InboxStrip } from '../inbox/inbox-strip.tsx';
import { IncidentStrip } from '../incidents/incident-strip.tsx';
import { CoverageCard } from './coverage-card.tsx';
import { LastSession } from './last-session.tsx';
import { NetworkCutControl } from './network-cut-control.tsx';
import styles from './overview-page.module.css';
import { overviewWords } from './overview-words.ts';
import { PresencePanel } from './presence-panel.tsx';
import { SessionHero } from './session-hero.tsx';
import { TileGrid } from './tile-grid.tsx';

const OverviewSkeleton = () => (
  <div className={styles.top}>
    <Skeleton h={340} />
    <Skeleton h={340} />
    <Skeleton h={190} />
    <Skeleton h={190} />
  </div>
);

export const OverviewPage = ({ me }: { me: Me }) => {
  const t = useT();
  const areaCode = me.user.area.code;
  const refetchInterval = useRefetchInterval(20_000);
  const overview = useQuery({ ...overviewQuery(useApi(), areaCode), refetchInterval });

  return (
    <>
      <PageHeader title={t(overviewWords.title)(areaName(me.user.area))} />
      <QueryView query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => (
          <>
            <IncidentStrip area={areaCode} />
            <InboxStrip area={data.area} />
            <div className={styles.top}>
              <SessionHero overview={data} />
              <CoverageCard coverage={data.coverage} areaCode={data.area.code} />
              <LastSession entry={data.last} onAir={data.current.length > 0} />
              <div className={styles.stack}>
                <PresencePanel presence={data.presence} mayRead={data.mayRead} />
                {me.demo && mayDo(me, 'devices.write') ? <NetworkCutControl me={me} /> : null}
              </div>
            </div>
            <TileGrid tiles={data.tiles} areaLevel={data.area.level} />
          </>
        )}
      </QueryView>
    </>
  );
};
