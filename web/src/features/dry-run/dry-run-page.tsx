import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconCalendarSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { dryRunQuery } from '../../api/broadcast-queries.ts';
import { addDays, instantOf, localDateOf, toRfc3339 } from '../../format/vietnam-time.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { CommuneSelect } from '../../ui/area-select.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { firstPlace } from '../announcements/start-form.ts';
import { lastTarget } from '../sessions/last-target.ts';
import { DayPlan } from './day-plan.tsx';
import { type DryRunView, readDryRunFilter, writeDryRunFilter } from './dry-run-filter.ts';
import styles from './dry-run-page.module.css';
import { dryRunWords } from './dry-run-words.ts';
import { WeekPlan } from './week-plan.tsx';

const WEEK_DAYS = 7;
/** The controller answers for so many days ahead. */
const MOST_DAYS_AHEAD = 13;

const views = ['day', 'week'] as const satisfies readonly DryRunView[];

const Plan = ({
  area,
  date,
  view,
  mayChange,
  onDay,
}: {
  area: string;
  date: string;
  view: DryRunView;
  mayChange: boolean;
  onDay: (date: string) => void;
}) => {
  const refetchInterval = useRefetchInterval(60_000);
  const run = useQuery({
    ...dryRunQuery(useApi(), {
      area,
      from: toRfc3339(instantOf(date)),
      to: toRfc3339(instantOf(addDays(date, view === 'day' ? 1 : WEEK_DAYS))),
    }),
    refetchInterval,
  });
  return (
    <QueryView query={run} skeleton={<Skeleton h={420} />}>
      {(data) =>
        view === 'day' ? (
          <DayPlan run={data} date={date} mayChange={mayChange} />
        ) : (
          <WeekPlan run={data} from={date} days={WEEK_DAYS} onDay={onDay} />
        )
      }
    </QueryView>
  );
};

/** What will sound in a commune, and what will not, before it happens. */
export const DryRunPage = ({ me }: { me: Me }) => {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const today = localDateOf(useServerNow(60_000));
  const filter = readDryRunFilter(search, { today, area: firstPlace(me.user.area, lastTarget()) });
  const change = (part: Partial<typeof filter>): void =>
    setSearch(writeDryRunFilter({ ...filter, ...part }), { replace: true });
  return (
    <>
      <PageHeader title={t(dryRunWords.title)} lead={t(dryRunWords.lead)} />
      <div className={styles.filters}>
        <CommuneSelect
          me={me}
          label={t(dryRunWords.commune)}
          placeholder={t(dryRunWords.communeExample)}
          value={filter.area}
          onChange={(area) => change({ area })}
        />
        <DayPicker
          date={filter.date}
          today={today}
          minDate={today}
          maxDate={addDays(today, MOST_DAYS_AHEAD - (filter.view === 'week' ? WEEK_DAYS - 1 : 0))}
          onChange={(date) => change({ date })}
        />
        <SegmentedControl
          className={styles.view}
          aria-label={t(dryRunWords.view)}
          value={filter.view}
          onChange={(value) => change({ view: value === 'week' ? 'week' : 'day' })}
          data={views.map((view) => ({ value: view, label: t(dryRunWords[view]) }))}
        />
      </div>
      {filter.area === null ? (
        <Empty
          icon={<IconCalendarSearch size={24} stroke={1.6} aria-hidden />}
          title={t(dryRunWords.chooseCommune)}
          hint={t(dryRunWords.chooseCommuneHint)}
        />
      ) : (
        <Plan
          area={filter.area}
          date={filter.date}
          view={filter.view}
          mayChange={mayDo(me, 'inbox.place')}
          onDay={(date) => change({ date, view: 'day' })}
        />
      )}
    </>
  );
};
