import { IconCircleCheck } from '@tabler/icons-react';
import type { DryRun } from '../../../../controller/http/api-type.ts';
import { addDays, instantOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { HourTicks } from '../../ui/hour-ticks.tsx';
import { Panel } from '../../ui/panel.tsx';
import { DayTrack, TrackLegend } from './day-track.tsx';
import { planRows } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';
import { PlanList } from './plan-list.tsx';
import { StateCounts } from './state-counts.tsx';
import styles from './week-plan.module.css';

interface WeekPlanProps {
  readonly run: DryRun;
  readonly from: string;
  readonly days: number;
  onDay(date: string): void;
}

/** Seven days beneath each other, and what is wrong in them. */
export const WeekPlan = ({ run, from, days, onDay }: WeekPlanProps) => {
  const t = useT();
  const format = useFormat();
  const rows = planRows(run);
  const problems = rows.filter(({ state }) => state !== 'full');
  const dates = Array.from({ length: days }, (_, day) => addDays(from, day));
  return (
    <div className={styles.root}>
      <Panel title={t(dryRunWords.weekTimeline)} aside={<StateCounts rows={rows} />}>
        <ol className={styles.days}>
          {dates.map((date) => (
            <li key={date} className={styles.day}>
              <button type="button" className={styles.name} onClick={() => onDay(date)}>
                {format.shortWeekday(date)} {format.shortDate(date)}
              </button>
              <DayTrack run={run} rows={rows} dayStart={instantOf(date)} label={format.longDate(date)} />
            </li>
          ))}
        </ol>
        <div className={styles.ticks}>
          <HourTicks />
        </div>
        <TrackLegend />
      </Panel>
      <Panel flush={problems.length > 0} title={t(dryRunWords.problems)}>
        {rows.length === 0 ? (
          <Empty title={t(dryRunWords.nothing)} />
        ) : problems.length === 0 ? (
          <p className={styles.fine}>
            <IconCircleCheck size={20} stroke={1.8} aria-hidden />
            {t(dryRunWords.noProblems)}
          </p>
        ) : (
          <PlanList rows={problems} withDate />
        )}
      </Panel>
    </div>
  );
};
