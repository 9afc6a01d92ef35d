import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { ClusterSummary } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Equalizer } from '../../ui/equalizer.tsx';
import { PresenceMark } from '../../ui/presence-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName } from '../../words/area-name.ts';
import { reasonWords } from '../../words/domain-words.ts';
import styles from './cluster-table.module.css';
import { clusterWords } from './cluster-words.ts';

const HeartbeatAge = ({ at, now }: { at: string | null; now: number }) => {
  const t = useT();
  const format = useFormat();
  if (at === null) return <>{t(clusterWords.never)}</>;
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.age(Math.max(0, now - Date.parse(at)))}
    </time>
  );
};

const Row = ({ cluster, now, withArea }: { cluster: ClusterSummary; now: number; withArea: boolean }) => {
  const t = useT();
  const { device, playing } = cluster;
  return (
    <tr className={styles.row} data-testid={`cluster-${cluster.id}`}>
      <th scope="row" className={styles.name}>
        <Link href={`/cum-loa/${cluster.id}`} className={styles.link}>
          {cluster.name}
        </Link>
        {withArea ? (
          <span className={styles.area}>
            {areaName(cluster.area)}
            {cluster.district ? `, ${areaName(cluster.district)}` : ''}
          </span>
        ) : null}
      </th>
      <td className={styles.presence}>
        <PresenceMark state={cluster.presence} />
      </td>
      <td className={styles.age}>
        <span className={styles.cellLabel}>{t(clusterWords.lastHeartbeat)}: </span>
        <HeartbeatAge at={cluster.lastHeartbeatAt} now={now} />
      </td>
      <td className={styles.state}>
        {playing ? (
          <span className={styles.playing}>
            <Equalizer size={13} />
            {t(clusterWords.playing)(playing.title)}
          </span>
        ) : null}
        {cluster.warnings.map((warning) => (
          <Tag key={warning} tone="warn" icon={<IconAlertTriangle size={14} aria-hidden />}>
            {t(reasonWords(warning))}
          </Tag>
        ))}
      </td>
      <td className={styles.device}>{device ? device.serial : t(clusterWords.noDevice)}</td>
    </tr>
  );
};

/** A table on wide screens, cards on a phone. */
export const ClusterTable = ({
  clusters,
  withArea = true,
}: {
  clusters: readonly ClusterSummary[];
  /** Left out where all lie in the same commune. */
  withArea?: boolean;
}) => {
  const t = useT();
  const now = useServerNow(5_000);
  return (
    <table className={styles.table} aria-label={t(clusterWords.list)}>
      <thead>
        <tr>
          <th scope="col">{t(clusterWords.name)}</th>
          <th scope="col">{t(clusterWords.presence)}</th>
          <th scope="col">{t(clusterWords.lastHeartbeat)}</th>
          <th scope="col">{t(clusterWords.state)}</th>
          <th scope="col">{t(clusterWords.device)}</th>
        </tr>
      </thead>
      <tbody>
        {clusters.map((cluster) => (
          <Row key={cluster.id} cluster={cluster} now={now} withArea={withArea} />
        ))}
      </tbody>
    </table>
  );
};
