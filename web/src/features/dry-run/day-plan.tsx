import type { DryRun } from '../../../../controller/http/api-type.ts';
import { instantOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './day-plan.module.css';
import { DayTrack, HourTicks, TrackLegend } from './day-track.tsx';
import { planRows } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';
import { PlanList } from './plan-list.tsx';
import { PriorityOrder } from './priority-order.tsx';
import { StateCounts } from './state-counts.tsx';

export const DayPlan = ({ run, date, mayChange }: { run: DryRun; date: string; mayChange: boolean }) => {
  const t = useT();
  const format = useFormat();
  const rows = planRows(run);
  return (
    <div className={styles.root}>
      <Panel title={t(dryRunWords.timeline)} aside={<StateCounts rows={rows} />}>
        <DayTrack run={run} rows={rows} dayStart={instantOf(date)} label={format.longDate(date)} />
        <HourTicks />
        <TrackLegend />
      </Panel>
      {mayChange ? <PriorityOrder areaCode={run.area.code} date={date} /> : null}
      <Panel flush title={t(dryRunWords.list)}>
        {rows.length === 0 ? <Empty title={t(dryRunWords.nothing)} /> : <PlanList rows={rows} />}
      </Panel>
    </div>
  );
};
