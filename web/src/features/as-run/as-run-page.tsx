import { Button, Skeleton } from '@mantine/core';
import { IconHistory, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { apiUrl } from '../../api/client.ts';
import { playbackSummariesQuery } from '../../api/queries.ts';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { CsvLink } from '../../ui/csv-link.tsx';
import { DayPicker } from '../../ui/day-picker.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type AsRunFilter, dayBounds, readAsRunFilter, writeAsRunFilter } from './as-run-filter.ts';
import styles from './as-run-page.module.css';
import { asRunWords } from './as-run-words.ts';
import { ClusterList } from './cluster-list.tsx';
import { groupBySession, type SessionGroup, sumOutcomes } from './group-by-session.ts';
import { OutcomeChips } from './outcome-chips.tsx';
import { SessionPanel } from './session-panel.tsx';

interface DayLogProps {
  readonly groups: readonly SessionGroup[];
  readonly filter: AsRunFilter;
  readonly titleOf: (sessionId: string | null) => string | null;
  onChange(part: Partial<AsRunFilter>): void;
}

const DayLog = ({ groups, filter, titleOf, onChange }: DayLogProps) => {
  const t = useT();
  if (groups.length === 0)
    return (
      <Empty
        icon={<IconHistory size={24} stroke={1.6} aria-hidden />}
        title={t(asRunWords.empty)}
        hint={t(asRunWords.emptyHint)}
      />
    );
  return (
    <>
      <div className={styles.chips}>
        <OutcomeChips
          counts={sumOutcomes(groups.map((group) => group.outcomes))}
          chosen={filter.outcome}
          onChoose={(outcome) => onChange({ outcome })}
        />
      </div>
      {filter.outcome === null ? (
        groups.map((group) => (
          <SessionPanel
            key={group.sessionId ?? ''}
            group={group}
            title={titleOf(group.sessionId)}
            area={filter.area}
          />
        ))
      ) : (
        <ClusterList filter={filter} outcome={filter.outcome} />
      )}
    </>
  );
};

/** What aired on a day, where, and with which evidence. */
export const AsRunPage = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const [search, setSearch] = useSearchParams();
  const today = localDateOf(useServerNow(60_000));
  const home = me.user.area.code;
  const filter = readAsRunFilter(search, { today, area: home });
  const change = (part: Partial<AsRunFilter>): void =>
    setSearch(writeAsRunFilter({ ...filter, ...part }, { area: home }), { replace: true });

  const { area, sessionId, outcome } = filter;
  const bounds = dayBounds(filter.date);
  const refetchInterval = useRefetchInterval(filter.date === today ? 20_000 : 300_000);
  const summaries = useQuery({ ...playbackSummariesQuery(api, { area, ...bounds }), refetchInterval });
  const titleOf = (id: string | null): string | null =>
    summaries.data?.items.find((item) => item.sessionId === id)?.sessionTitle ?? null;

  return (
    <>
      <PageHeader title={t(asRunWords.title)} lead={t(asRunWords.lead)} />
      <div className={styles.filters}>
        <DayPicker
          date={filter.date}
          today={today}
          maxDate={today}
          onChange={(date) => change({ date, ...(date === filter.date ? {} : { sessionId: null }) })}
        />
        <AreaSelect
          me={me}
          label={t(asRunWords.area)}
          value={area}
          onChange={(code) => change({ area: code ?? home })}
        />
        <CsvLink
          href={apiUrl('/playbacks.csv', { area, ...bounds, outcome, sessionId })}
          hint={t(asRunWords.csvHint)}
        />
      </div>
      {sessionId === null ? null : (
        <p className={styles.only}>
          <span>{t(asRunWords.onlySession)(titleOf(sessionId) ?? t(asRunWords.sessionUnknown))}</span>
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => change({ sessionId: null })}
          >
            {t(asRunWords.wholeDay)}
          </Button>
        </p>
      )}
      <QueryView query={summaries} skeleton={<Skeleton h={360} />}>
        {({ items }) => (
          <DayLog
            groups={groupBySession(
              items.filter((item) => sessionId === null || item.sessionId === sessionId),
            )}
            filter={filter}
            titleOf={titleOf}
            onChange={change}
          />
        )}
      </QueryView>
    </>
  );
};
