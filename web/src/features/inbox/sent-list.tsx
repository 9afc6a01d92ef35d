import { Drawer, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronRight, IconSend } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Dispatch, DispatchPage } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { dispatchesQuery, dispatchQuery } from '../../api/broadcast-queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import { areaName, areaTitle } from '../../words/area-name.ts';
import { InboxStateMark } from './inbox-state-mark.tsx';
import { inboxWords } from './inbox-words.ts';
import styles from './sent-list.module.css';

const Progress = ({ counts }: { counts: DispatchPage['items'][number]['counts'] }) => {
  const t = useT();
  const format = useFormat();
  const total = counts.placed + counts.waiting + counts.declined;
  const text = [
    t(inboxWords.progress)(format.integer(counts.placed), format.integer(total)),
    ...(counts.declined > 0 ? [t(inboxWords.declinedCount)(format.integer(counts.declined))] : []),
  ].join(' · ');
  return (
    <span className={styles.progress}>
      <span>{text}</span>
      <StackedBar
        label={text}
        size="sm"
        parts={[
          { key: 'placed', value: counts.placed, fill: 'var(--tt-good-fill)' },
          { key: 'declined', value: counts.declined, fill: 'var(--tt-idle-fill)', pattern: 'hatch' },
          { key: 'waiting', value: counts.waiting, fill: 'var(--tt-cancelled-fill)' },
        ]}
      />
    </span>
  );
};

const Communes = ({ dispatch }: { dispatch: Dispatch }) => {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <h3 className={styles.heading}>{dispatch.bulletin.title}</h3>
      <Progress counts={dispatch.counts} />
      <ul className={styles.communes} aria-label={t(inboxWords.whoPlaced)}>
        {dispatch.communes.map(({ area, state, dates, reason }) => (
          <li key={area.code} className={styles.communeRow}>
            <span className={styles.commune}>
              {areaTitle(area)}
              <span className={styles.facts}>
                {state === 'placed' ? dates.map(format.shortDate).join(', ') : (reason ?? '')}
              </span>
            </span>
            <InboxStateMark state={state} />
          </li>
        ))}
      </ul>
    </>
  );
};

/** What went out from here, and what became of it. */
export const SentList = ({ area }: { area: string }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const phone = useMediaQuery('(max-width: 40em)');
  const [openedId, setOpenedId] = useState<string | null>(null);
  const sent = useInfiniteQuery(dispatchesQuery(api, area));
  const opened = useQuery({ ...dispatchQuery(api, openedId ?? ''), enabled: openedId !== null });
  return (
    <>
      <QueryView query={sent} skeleton={<Skeleton h={240} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <Empty
                icon={<IconSend size={24} stroke={1.6} aria-hidden />}
                title={t(inboxWords.nothingSent)}
                hint={t(inboxWords.nothingSentHint)}
              />
            );
          return (
            <Panel flush>
              <ul className={styles.list}>
                {items.map((one) => (
                  <li key={one.id}>
                    <button type="button" className={styles.row} onClick={() => setOpenedId(one.id)}>
                      <span className={styles.about}>
                        <span className={styles.title}>{one.bulletin.title}</span>
                        <span className={styles.facts}>
                          {t(inboxWords.sentBy)(areaName(one.from), one.sentBy, format.dateTime(one.sentAt))}
                        </span>
                      </span>
                      <Progress counts={one.counts} />
                      <IconChevronRight size={20} stroke={1.8} aria-hidden />
                    </button>
                  </li>
                ))}
              </ul>
            </Panel>
          );
        }}
      </QueryView>
      <ShowMore query={sent} />
      <Drawer
        opened={openedId !== null}
        onClose={() => setOpenedId(null)}
        title={t(inboxWords.sent)}
        size={phone ? '100%' : 'lg'}
        keepMounted={false}
      >
        <QueryView query={opened}>{(dispatch) => <Communes dispatch={dispatch} />}</QueryView>
      </Drawer>
    </>
  );
};
