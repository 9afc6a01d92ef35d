import { Drawer, SegmentedControl, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InboxEntry, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { inboxQuery } from '../../api/broadcast-queries.ts';
import { PlayerProvider } from '../../audio/player-context.tsx';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { commonWords } from '../../words/common-words.ts';
import { DeclineDialog } from './decline-dialog.tsx';
import { InboxRow } from './inbox-row.tsx';
import { inboxWords } from './inbox-words.ts';
import { PlaceForm } from './place-form.tsx';
import { placesItself } from './placeable.ts';
import styles from './received-list.module.css';

const states = ['waiting', 'placed', 'declined'] as const satisfies readonly InboxEntry['state'][];

/** What came from above, for the own commune or for those below. */
export const ReceivedList = ({ me }: { me: Me }) => {
  const t = useT();
  const phone = useMediaQuery('(max-width: 40em)');
  const home = me.user.area;
  const [area, setArea] = useState<string>(home.code);
  const [state, setState] = useState<InboxEntry['state']>('waiting');
  const [placing, setPlacing] = useState<InboxEntry | null>(null);
  const [declining, setDeclining] = useState<InboxEntry | null>(null);
  const inbox = useInfiniteQuery(inboxQuery(useApi(), { area, state }));
  const mayChange = mayDo(me, 'inbox.place');
  return (
    <>
      <div className={styles.filters}>
        <SegmentedControl
          className={styles.states}
          aria-label={t(inboxWords.stateFilter)}
          value={state}
          onChange={(value) => setState(states.find((one) => one === value) ?? 'waiting')}
          data={states.map((one) => ({ value: one, label: t(inboxWords.states[one]) }))}
        />
        {placesItself(home) ? null : (
          <AreaSelect
            me={me}
            label={t(commonWords.area)}
            value={area}
            onChange={(code) => setArea(code ?? home.code)}
          />
        )}
      </div>
      <PlayerProvider>
        <QueryView query={inbox} skeleton={<Skeleton h={240} />}>
          {({ pages }) => {
            const entries = pages.flatMap((page) => page.items);
            if (entries.length === 0)
              return (
                <Empty
                  icon={<IconInbox size={24} stroke={1.6} aria-hidden />}
                  title={t(state === 'waiting' ? inboxWords.nothingWaiting : inboxWords.nothingElse)}
                  {...(state === 'waiting' ? { hint: t(inboxWords.nothingWaitingHint) } : {})}
                />
              );
            return (
              <Panel flush>
                <ul className={styles.list}>
                  {entries.map((entry) => (
                    <li key={`${entry.dispatchId} ${entry.to.code}`}>
                      <InboxRow
                        entry={entry}
                        withCommune={entry.to.code !== home.code}
                        onPlace={mayChange ? () => setPlacing(entry) : undefined}
                        onDecline={mayChange ? () => setDeclining(entry) : undefined}
                      />
                    </li>
                  ))}
                </ul>
              </Panel>
            );
          }}
        </QueryView>
      </PlayerProvider>
      <ShowMore query={inbox} />
      <Drawer
        opened={placing !== null}
        onClose={() => setPlacing(null)}
        title={t(inboxWords.placeTitle)}
        size={phone ? '100%' : 'lg'}
        keepMounted={false}
      >
        {placing ? <PlaceForm entry={placing} onPlaced={() => setPlacing(null)} /> : null}
      </Drawer>
      <DeclineDialog entry={declining} onClose={() => setDeclining(null)} />
    </>
  );
};
