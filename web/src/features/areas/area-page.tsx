import { Skeleton } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Coverage, Me, Overview } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { areaQuery, coverageQuery, overviewQuery, soloApprovalQuery } from '../../api/queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { SoloPanel } from '../bulletins/solo-panel.tsx';
import { LastSession } from '../overview/last-session.tsx';
import { PresencePanel } from '../overview/presence-panel.tsx';
import styles from './area-page.module.css';
import { AreaSessions } from './area-sessions.tsx';
import { areaWords } from './area-words.ts';
import { AtBar } from './at-bar.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { ChildrenTable } from './children-table.tsx';
import { CommuneDetails } from './commune-details.tsx';
import { Differences } from './differences.tsx';
import { FigureCards } from './figure-cards.tsx';
import { useAt } from './use-at.ts';

/** What holds now only: connections, the last session, the next ones. */
const AreaNow = ({ overview, code }: { overview: UseQueryResult<Overview>; code: string }) => (
  <QueryView query={overview} skeleton={<Skeleton h={220} mb="lg" />}>
    {(data) => {
      const presence = <PresencePanel presence={data.presence} area={code} mayRead={data.mayRead} />;
      // Of an area that is not the account's there are totals, and no sessions.
      if (!data.mayRead) return <div className={styles.section}>{presence}</div>;
      return (
        <div className={styles.pair}>
          <LastSession entry={data.last} onAir={data.current.length > 0} area={code} />
          {presence}
        </div>
      );
    }}
  </QueryView>
);

const AreaView = ({ me, coverage, at }: { me: Me; coverage: Coverage; at: string | null }) => {
  const { code, level } = coverage.area;
  const isCommune = level === 'commune';
  const refetchInterval = useRefetchInterval(20_000);
  const overview = useQuery({ ...overviewQuery(useApi(), code), refetchInterval, enabled: at === null });
  const mayRead = at === null && overview.data?.mayRead === true;
  const hasSolo = at === null && isCommune;
  const solo = useQuery({ ...soloApprovalQuery(useApi(), code), enabled: hasSolo });
  // In force it is told first, so that nobody overlooks it.
  const isSolo = solo.data?.on === true;
  const soloPanel = hasSolo ? (
    <div className={styles.section}>
      <SoloPanel me={me} code={code} />
    </div>
  ) : null;
  return (
    <>
      <FigureCards coverage={coverage} />
      {isSolo ? soloPanel : null}
      {at === null ? <AreaNow overview={overview} code={code} /> : null}
      <ChildrenTable key={code} areas={coverage.children} at={at} />
      {mayRead && isCommune ? <CommuneDetails code={code} mayChange={mayDo(me, 'sessions.write')} /> : null}
      {isSolo ? null : soloPanel}
      {mayRead && !isCommune ? (
        <div className={styles.section}>
          <AreaSessions area={code} />
        </div>
      ) : null}
      {isCommune && coverage.differences.length === 0 ? null : (
        <Differences differences={coverage.differences} at={at} />
      )}
    </>
  );
};

/** An area at its own address: its figures now or at a date, and everything below it. */
export const AreaPage = ({ me, code }: { me: Me; code: string }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const { at, today, setAt } = useAt();
  const refetchInterval = useRefetchInterval(30_000);
  const area = useQuery(areaQuery(api, code));
  const coverage = useQuery({
    ...coverageQuery(api, code, at),
    refetchInterval: at === null ? refetchInterval : false,
  });
  const named = coverage.data?.area ?? area.data;
  return (
    <>
      <PageHeader
        title={named ? areaTitle(named) : code}
        above={<Breadcrumbs code={code} at={at} />}
        lead={
          at === null
            ? coverage.data && t(areaWords.asOfNow)(format.dateTime(coverage.data.asOf))
            : t(areaWords.asOfDay)(format.longDate(at))
        }
        actions={<AtBar area={code} at={at} today={today} onChange={setAt} />}
      />
      <QueryView query={coverage} skeleton={<Skeleton h={420} />}>
        {(data) => <AreaView me={me} coverage={data} at={at} />}
      </QueryView>
    </>
  );
};
