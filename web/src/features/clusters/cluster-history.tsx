import { useQuery } from '@tanstack/react-query';
import type { ClusterHistory as History } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { clusterHistoryQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './cluster-history.module.css';
import { deviceWords } from './device-words.ts';

type Event = History['items'][number];

const Line = ({ event }: { event: Event }) => {
  const t = useT();
  const format = useFormat();
  const change = event.from !== null && event.to !== null ? `${event.from} → ${event.to}` : null;
  const facts = [event.serial, change, event.reason].filter((one) => one !== null);
  return (
    <li className={styles.event}>
      <span className={styles.what}>{t(deviceWords.events[event.type])}</span>
      {facts.length > 0 ? <span className={styles.facts}>{facts.join(' · ')}</span> : null}
      <span className={styles.who}>
        {format.dateTime(event.at)} · {event.by ?? t(deviceWords.itself)}
      </span>
    </li>
  );
};

/** Who did what to the cluster and its receivers, when and why. */
export const ClusterHistory = ({ clusterId }: { clusterId: string }) => {
  const t = useT();
  const history = useQuery(clusterHistoryQuery(useApi(), clusterId));
  const items = history.data?.items ?? [];
  return (
    <Panel title={t(deviceWords.history)}>
      {items.length === 0 ? (
        <Empty title={t(deviceWords.noHistory)} />
      ) : (
        <ol className={styles.list}>
          {items.map((event) => (
            <Line key={`${event.at} ${event.type} ${event.serial}`} event={event} />
          ))}
        </ol>
      )}
    </Panel>
  );
};
