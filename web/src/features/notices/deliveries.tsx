import { Select, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { deliveriesQuery } from '../../api/notice-queries.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import styles from './deliveries.module.css';
import { DeliveryRow } from './delivery-row.tsx';
import { noticeWords } from './notice-words.ts';
import { outboxWords } from './outbox-words.ts';

const channels = ['push', 'email', 'webhook'] as const;
const states = ['waiting', 'sent', 'failed', 'gone'] as const;
const REFETCH_MS = 10_000;

/** Everything that left here or still has to, newest first. */
export const Deliveries = ({ isOutbox }: { isOutbox: boolean }) => {
  const t = useT();
  const [channel, setChannel] = useState<string | null>(null);
  const [state, setState] = useState<string | null>(null);
  const deliveries = useInfiniteQuery({
    ...deliveriesQuery(useApi(), { channel, state }),
    placeholderData: (held) => held,
    refetchInterval: REFETCH_MS,
  });
  return (
    <>
      <Panel title={t(outboxWords.deliveries)}>
        <div className={styles.filters}>
          <Select
            label={t(outboxWords.channel)}
            placeholder={t(outboxWords.allChannels)}
            value={channel}
            clearable
            data={channels.map((one) => ({ value: one, label: t(noticeWords.channels[one]) }))}
            onChange={setChannel}
          />
          <Select
            label={t(outboxWords.state)}
            placeholder={t(outboxWords.allStates)}
            value={state}
            clearable
            data={states.map((one) => ({ value: one, label: t(outboxWords.states[one]) }))}
            onChange={setState}
          />
        </div>
        <QueryView query={deliveries} skeleton={<Skeleton h={240} />}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            return items.length === 0 ? (
              <p className={styles.facts}>{t(outboxWords.nothingSent)}</p>
            ) : (
              <ul className={styles.rows}>
                {items.map((delivery) => (
                  <DeliveryRow key={delivery.id} delivery={delivery} withText={isOutbox} />
                ))}
              </ul>
            );
          }}
        </QueryView>
      </Panel>
      <ShowMore query={deliveries} />
    </>
  );
};
