import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { DryRun } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { instantOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { HourTicks } from '../../ui/hour-ticks.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './day-plan.module.css';
import { DayTrack, TrackLegend } from './day-track.tsx';
import { planRows } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';
import { PlanList } from './plan-list.tsx';
import { PriorityOrder } from './priority-order.tsx';
import { StateCounts } from './state-counts.tsx';

export const DayPlan = ({ run, date, mayChange }: { run: DryRun; date: string; mayChange: boolean }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow(30_000);
  const all = planRows(run);
  // What is over was, or was not: that is for the log to tell.
  const rows = all.filter(({ endAt }) => endAt > now);
  return (
    <div className={styles.root}>
      <Panel title={t(dryRunWords.timeline)} aside={<StateCounts rows={rows} />}>
        <DayTrack run={run} rows={all} dayStart={instantOf(date)} label={format.longDate(date)} />
        <HourTicks />
        <TrackLegend />
      </Panel>
      {mayChange ? <PriorityOrder areaCode={run.area.code} date={date} /> : null}
      <Panel
        flush
        title={t(dryRunWords.list)}
        aside={
          rows.length < all.length ? (
            <Anchor component={Link} href={`/nhat-ky?ngay=${date}&dia-ban=${run.area.code}`}>
              {t(dryRunWords.past)}
            </Anchor>
          ) : null
        }
      >
        {rows.length === 0 ? <Empty title={t(dryRunWords.nothing)} /> : <PlanList rows={rows} />}
      </Panel>
    </div>
  );
};
