import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Me, Outbox } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { outboxQuery } from '../../api/notice-queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Deliveries } from './deliveries.tsx';
import { noticeWords } from './notice-words.ts';
import styles from './outbox-page.module.css';
import { outboxWords } from './outbox-words.ts';
import { WebhooksPanel } from './webhooks-panel.tsx';

const REFETCH_MS = 10_000;

const Channel = ({ channel }: { channel: Outbox['channels'][number] }) => {
  const t = useT();
  const format = useFormat();
  const { on, sent, waiting, failed } = channel;
  return (
    <div className={styles.channel}>
      <span className={styles.channelHead}>
        <strong>{t(noticeWords.channels[channel.channel])}</strong>
        <Tag tone={on ? (failed > 0 ? 'warn' : 'good') : 'idle'}>
          {t(on ? outboxWords.on : outboxWords.off)}
        </Tag>
      </span>
      <span className={styles.counts}>
        {on
          ? t(outboxWords.counts)(format.integer(sent), format.integer(waiting), format.integer(failed))
          : t(outboxWords.offHint)}
      </span>
    </div>
  );
};

/** For administrators: the ways out of here, and what went through them. */
export const OutboxPage = ({ me }: { me: Me }) => {
  const t = useT();
  const outbox = useQuery({ ...outboxQuery(useApi()), refetchInterval: REFETCH_MS });
  return (
    <>
      <PageHeader
        above={
          <Link href="/thong-bao" className={styles.up}>
            {`← ${t(noticeWords.title)}`}
          </Link>
        }
        title={t(outboxWords.title)}
        lead={t(outboxWords.lead)}
      />
      <QueryView query={outbox} skeleton={<Skeleton h={90} />}>
        {(held) => (
          <>
            {held.isOutbox ? <p className={styles.demo}>{t(outboxWords.demo)}</p> : null}
            <div className={styles.channels}>
              {held.channels.map((channel) => (
                <Channel key={channel.channel} channel={channel} />
              ))}
            </div>
            <WebhooksPanel me={me} />
            <Deliveries isOutbox={held.isOutbox} />
          </>
        )}
      </QueryView>
    </>
  );
};
