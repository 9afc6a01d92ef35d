import { SegmentedControl, Select, Skeleton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { incidentsQuery } from '../../api/broadcast-queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { commonWords } from '../../words/common-words.ts';
import { IncidentList } from './incident-list.tsx';
import { incidentStates, incidentTypes } from './incident-order.ts';
import { incidentWords } from './incident-words.ts';
import styles from './incidents-page.module.css';

/** The filters live in the address, so that a filtered list can be sent to a colleague. */
const useFilters = () => {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string | null): void =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return {
    area: params.get('dia-ban'),
    state: incidentStates.find((state) => state === params.get('tinh-trang')) ?? 'open',
    type: incidentTypes.find((type) => type === params.get('loai')) ?? null,
    set,
  };
};

export const IncidentsPage = ({ me }: { me: Me }) => {
  const t = useT();
  const format = useFormat();
  const filters = useFilters();
  const home = me.user.area.code;
  const refetchInterval = useRefetchInterval(30_000);
  const incidents = useInfiniteQuery({
    ...incidentsQuery(useApi(), { area: filters.area ?? home, state: filters.state, type: filters.type }),
    placeholderData: (held) => held,
    refetchInterval,
  });
  const counts = incidents.data?.pages[0]?.counts;
  const stateLabel = (state: (typeof incidentStates)[number]): string => {
    const count = state === 'closed' ? 0 : (counts?.[state] ?? 0);
    const word = t(incidentWords.states[state]);
    return count === 0 ? word : `${word} ${format.integer(count)}`;
  };

  return (
    <>
      <PageHeader title={t(incidentWords.title)} lead={t(incidentWords.lead)} />
      <div className={styles.filters}>
        <SegmentedControl
          className={styles.states}
          size="md"
          fullWidth
          aria-label={t(incidentWords.stateFilter)}
          value={filters.state}
          onChange={(state) => filters.set('tinh-trang', state === 'open' ? null : state)}
          data={incidentStates.map((state) => ({ value: state, label: stateLabel(state) }))}
        />
        <AreaSelect
          me={me}
          label={t(commonWords.area)}
          value={filters.area ?? home}
          onChange={(code) => filters.set('dia-ban', code === home ? null : code)}
        />
        <Select
          label={t(incidentWords.type)}
          placeholder={t(incidentWords.allTypes)}
          value={filters.type}
          clearable
          data={incidentTypes.map((type) => ({ value: type, label: t(incidentWords.types[type]) }))}
          onChange={(type) => filters.set('loai', type)}
        />
      </div>
      <QueryView query={incidents} skeleton={<Skeleton h={360} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          const isBare = filters.state === 'open' && filters.type === null;
          return items.length === 0 ? (
            <Empty
              icon={<IconCircleCheck size={24} stroke={1.6} aria-hidden />}
              title={t(isBare ? incidentWords.nothingOpen : incidentWords.nothingElse)}
              {...(isBare ? { hint: t(incidentWords.nothingOpenHint) } : {})}
            />
          ) : (
            <IncidentList incidents={items} mayChange={mayDo(me, 'incidents.handle')} />
          );
        }}
      </QueryView>
      <ShowMore query={incidents} />
    </>
  );
};
