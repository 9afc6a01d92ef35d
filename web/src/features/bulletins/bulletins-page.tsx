import { Chip, Skeleton } from '@mantine/core';
import { IconMicrophone2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearch } from 'wouter';
import type { Bulletin, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { bulletinsQuery } from '../../api/queries.ts';
import { PlayerProvider } from '../../audio/player-context.tsx';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { commonWords } from '../../words/common-words.ts';
import { approvalWords } from '../../words/domain-words.ts';
import { SessionDrawer } from '../sessions/session-drawer.tsx';
import { approvalTexts } from './approval-words.ts';
import { BulletinCard } from './bulletin-card.tsx';
import { bulletinWords } from './bulletin-words.ts';
import styles from './bulletins-page.module.css';
import { UploadPanel } from './upload-panel.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

/** While audio is being processed the list asks every two seconds, should events not come. */
const intervalFor = (items: readonly Bulletin[], quietMs: number): number =>
  items.some(({ audio }) => audio.state === 'queued' || audio.state === 'processing') ? 2_000 : quietMs;

const tabs = ['all', 'draft', 'submitted', 'approved', 'returned'] as const;
const tabOf = (value: string | null) => tabs.find((tab) => tab === value) ?? 'all';

export const BulletinsPage = ({ me }: { me: Me }) => {
  const t = useT();
  const [search, setSearch] = useState('');
  const [area, setArea] = useState<string | null>(null);
  // A notice of what waits leads to the list of it: `?duyet=submitted`.
  const query = useSearch();
  const [approval, setApproval] = useState(() => tabOf(new URLSearchParams(query).get('duyet')));
  const [placed, setPlaced] = useState<Bulletin | null>(null);
  const [withdrawn, setWithdrawn] = useState<Bulletin | null>(null);
  const mayChange = mayDo(me, 'bulletins.write');
  const quietMs = useRefetchInterval(60_000);
  const bulletins = useInfiniteQuery({
    ...bulletinsQuery(useApi(), { search, area, approval: approval === 'all' ? null : approval }),
    refetchInterval: (query) =>
      intervalFor(
        (query.state.data?.pages ?? []).flatMap((page) => page.items),
        quietMs,
      ),
  });

  return (
    <PlayerProvider>
      <PageHeader title={t(bulletinWords.title)} lead={t(bulletinWords.lead)} />
      {mayChange ? <UploadPanel me={me} /> : null}
      <Chip.Group value={approval} onChange={(value) => setApproval(tabOf(String(value)))}>
        <div className={styles.tabs} role="radiogroup" aria-label={t(approvalTexts.filter)}>
          {tabs.map((tab) => (
            <Chip key={tab} value={tab} variant="outline">
              {tab === 'all' ? t(approvalTexts.all) : t(approvalWords[tab])}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <div className={styles.filters}>
        <SearchField label={t(bulletinWords.searchLabel)} onSearch={setSearch} className={styles.search} />
        <AreaSelect
          me={me}
          label={t(bulletinWords.areaFilter)}
          value={area}
          onChange={setArea}
          clearable
          placeholder={t(commonWords.all)}
        />
      </div>
      <Panel flush>
        <QueryView query={bulletins} skeleton={<Skeleton h={320} m="md" />}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0)
              return (
                <Empty
                  icon={<IconMicrophone2 size={24} stroke={1.6} aria-hidden />}
                  title={t(
                    approval === 'all'
                      ? search || area
                        ? bulletinWords.noMatch
                        : bulletinWords.empty
                      : approvalTexts.nothing,
                  )}
                  {...(search || area || approval !== 'all' ? {} : { hint: t(bulletinWords.emptyHint) })}
                />
              );
            return (
              <ul className={styles.rows} aria-label={t(bulletinWords.list)}>
                {items.map((bulletin) => (
                  <li key={bulletin.id}>
                    <BulletinCard
                      bulletin={bulletin}
                      onPlace={mayChange ? () => setPlaced(bulletin) : undefined}
                      onWithdraw={mayChange ? () => setWithdrawn(bulletin) : undefined}
                    />
                  </li>
                ))}
              </ul>
            );
          }}
        </QueryView>
        <ShowMore query={bulletins} />
      </Panel>
      <SessionDrawer
        me={me}
        opened={placed !== null}
        onClose={() => setPlaced(null)}
        start={{ bulletins: placed ? [placed] : [] }}
      />
      <WithdrawDialog bulletin={withdrawn} onClose={() => setWithdrawn(null)} />
    </PlayerProvider>
  );
};
