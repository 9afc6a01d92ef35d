import { Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Playback, PlaybackOutcome } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { playbacksQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Grade, PlayMarks } from '../../ui/evidence.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { OutcomeMark } from '../../ui/outcome-mark.tsx';
import { Panel } from '../../ui/panel.tsx';
import { shownOutcome, startOffsetMs } from '../../ui/play-facts.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { useReasonText } from '../../ui/use-reason-text.ts';
import { type AsRunFilter, dayBounds } from './as-run-filter.ts';
import { asRunWords } from './as-run-words.ts';
import styles from './cluster-list.module.css';
import { type ClusterGroup, groupByCluster } from './group-by-cluster.ts';
import { useAreaTitles } from './use-area-titles.ts';

const PAGE_ROWS = 200;
/** More plays of one cluster are counted, not listed. */
const SHOWN_PLAYS = 4;

const Play = ({ play }: { play: Playback }) => {
  const t = useT();
  const format = useFormat();
  const offsetMs = startOffsetMs(play);
  return (
    <li className={styles.play}>
      <span className={styles.time}>{format.timeWithSeconds(play.plannedStart)}</span>
      <span>
        {play.title} {play.announcementKind === null ? null : <KindMark kind={play.announcementKind} />}
        {offsetMs === null || play.startedAt === null ? null : (
          <span className={styles.actual}>
            {t(asRunWords.fullyAt)(format.timeWithSeconds(play.startedAt))} ({format.signedSeconds(offsetMs)})
          </span>
        )}
        <PlayMarks play={play} />
      </span>
    </li>
  );
};

const ClusterRow = ({ group, area }: { group: ClusterGroup; area: string }) => {
  const t = useT();
  const format = useFormat();
  const reasonText = useReasonText();
  const [first] = group.plays;
  if (!first) return null;
  const why = group.reasons
    .map((reason) => reasonText({ outcome: first.outcome, reason }))
    .filter((text) => text !== null);
  const left = group.plays.length - SHOWN_PLAYS;
  return (
    <li className={styles.row} data-testid="cluster-row">
      <div>
        <Link href={`/cum-loa/${group.clusterId}`} className={styles.cluster}>
          {group.clusterName}
        </Link>
        <span className={styles.area}>{area}</span>
      </div>
      <div className={styles.why}>
        <OutcomeMark outcome={shownOutcome(first)} />
        {why.length > 0 ? <span className={styles.reason}>{why.join('; ')}</span> : null}
        {why.length === 0 && first.grade !== null ? <Grade grade={first.grade} /> : null}
      </div>
      <ul className={styles.plays}>
        {group.plays.slice(0, SHOWN_PLAYS).map((play) => (
          <Play key={`${play.itemId} ${play.deviceId}`} play={play} />
        ))}
        {left > 0 ? <li className={styles.left}>{t(asRunWords.morePlays)(format.integer(left))}</li> : null}
      </ul>
    </li>
  );
};

/** Which clusters had this outcome, and why. */
export const ClusterList = ({ filter, outcome }: { filter: AsRunFilter; outcome: PlaybackOutcome }) => {
  const t = useT();
  const nameOfArea = useAreaTitles();
  const plays = useInfiniteQuery(
    playbacksQuery(useApi(), {
      ...dayBounds(filter.date),
      area: filter.area,
      sessionId: filter.sessionId,
      outcome,
      limit: PAGE_ROWS,
    }),
  );
  return (
    <Panel flush>
      <QueryView query={plays} skeleton={<Skeleton h={240} m="md" />}>
        {({ pages }) => {
          const groups = groupByCluster(pages.flatMap((page) => page.items));
          if (groups.length === 0) return <Empty title={t(asRunWords.emptyOutcome)} />;
          return (
            <ul className={styles.rows}>
              {groups.map((group) => (
                <ClusterRow
                  key={group.clusterId}
                  group={group}
                  area={nameOfArea(group.areaCode) ?? group.areaName}
                />
              ))}
            </ul>
          );
        }}
      </QueryView>
      <ShowMore query={plays} />
    </Panel>
  );
};
