import { Button, Skeleton } from '@mantine/core';
import { IconDeviceSpeaker, IconFileImport, IconPlus, IconQrcode } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { clustersQuery } from '../../api/queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { presenceStates } from '../../ui/presence-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { commonWords } from '../../words/common-words.ts';
import { AddClusterDialog } from './add-cluster-dialog.tsx';
import { ClusterTable } from './cluster-table.tsx';
import { clusterWords } from './cluster-words.ts';
import styles from './clusters-page.module.css';
import { deviceWords } from './device-words.ts';
import { PresenceFilter } from './presence-filter.tsx';

const icon = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** The filters live in the address, so that a filtered list can be sent to a colleague. */
const useFilters = () => {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string | null): void =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return {
    area: params.get('dia-ban'),
    presence: presenceStates.find((state) => state === params.get('ket-noi')) ?? null,
    search: params.get('tim') ?? '',
    set,
    clear: () => setParams(new URLSearchParams(), { replace: true }),
  };
};

const ClustersActions = ({ me }: { me: Me }) => {
  const t = useT();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Button component={Link} href="/install" variant="default" leftSection={<IconQrcode {...icon} />}>
        {t(deviceWords.install)}
      </Button>
      <Button
        component={Link}
        href="/cum-loa/nhap"
        variant="default"
        leftSection={<IconFileImport {...icon} />}
      >
        {t(deviceWords.import)}
      </Button>
      <Button leftSection={<IconPlus {...icon} />} onClick={() => setAdding(true)}>
        {t(deviceWords.add)}
      </Button>
      <AddClusterDialog me={me} opened={adding} onClose={() => setAdding(false)} />
    </>
  );
};

export const ClustersPage = ({ me }: { me: Me }) => {
  const t = useT();
  const filters = useFilters();
  const refetchInterval = useRefetchInterval(60_000);
  const area = filters.area ?? me.user.area.code;
  const isFiltered = filters.area !== null || filters.presence !== null || filters.search !== '';
  const clusters = useInfiniteQuery({
    ...clustersQuery(useApi(), { area, presence: filters.presence, search: filters.search, limit: 50 }),
    placeholderData: (held) => held,
    refetchInterval,
  });

  return (
    <>
      <PageHeader
        title={t(clusterWords.title)}
        lead={t(clusterWords.lead)}
        actions={mayDo(me, 'devices.write') ? <ClustersActions me={me} /> : null}
      />
      <div className={styles.filters}>
        <SearchField
          label={t(clusterWords.searchLabel)}
          placeholder={t(clusterWords.searchPlaceholder)}
          initial={filters.search}
          onSearch={(text) => filters.set('tim', text)}
        />
        <AreaSelect
          me={me}
          label={t(commonWords.area)}
          value={area}
          onChange={(code) => filters.set('dia-ban', code === me.user.area.code ? null : code)}
        />
      </div>
      <QueryView query={clusters} skeleton={<Skeleton h={420} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          const counts = pages[0]?.counts;
          return (
            <>
              {counts ? (
                <PresenceFilter
                  counts={counts}
                  value={filters.presence}
                  onChange={(state) => filters.set('ket-noi', state)}
                />
              ) : null}
              <Panel flush>
                {items.length === 0 ? (
                  <Empty
                    icon={<IconDeviceSpeaker size={24} stroke={1.6} aria-hidden />}
                    {...(isFiltered
                      ? {
                          title: t(clusterWords.nothing),
                          action: (
                            <Button variant="default" onClick={filters.clear}>
                              {t(clusterWords.clear)}
                            </Button>
                          ),
                        }
                      : {
                          title: t(clusterWords.none),
                          ...(mayDo(me, 'devices.write') ? { hint: t(clusterWords.noneHint) } : {}),
                        })}
                  />
                ) : (
                  <ClusterTable clusters={items} />
                )}
                <ShowMore query={clusters} />
              </Panel>
            </>
          );
        }}
      </QueryView>
    </>
  );
};
