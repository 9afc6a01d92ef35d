import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ClusterDetail } from '../../../../controller/http/api-type.ts';
import { NO_FIGURE } from '../../format/number-format.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { reasonWords } from '../../words/domain-words.ts';
import styles from './cluster-health.module.css';
import { clusterWords } from './cluster-words.ts';

type Heartbeat = NonNullable<ClusterDetail['heartbeat']>;

const CORRECTION_IN_WORDS_MS = 10_000;

const useHealthFacts = (heartbeat: Heartbeat): (readonly [string, ReactNode])[] => {
  const t = useT();
  const format = useFormat();
  const milliseconds = (value: number | null): string =>
    value === null ? NO_FIGURE : `${format.decimal(value, Math.abs(value) < 100 ? 1 : 0)} ms`;
  // A device without a battery for its clock starts hours off; what it was moved by is no fault.
  const correction = (value: number | null): string => {
    if (value === null || Math.abs(value) < CORRECTION_IN_WORDS_MS) return milliseconds(value);
    return `${value < 0 ? '−' : '+'}${format.duration(Math.abs(value))}`;
  };
  const { mains, volts } = heartbeat;
  const supply = [
    mains === null ? null : t(mains ? clusterWords.mains : clusterWords.battery),
    volts === null ? null : `${format.decimal(volts)} V`,
  ].filter((part) => part !== null);
  return [
    [t(clusterWords.supply), supply.join(', ') || NO_FIGURE],
    [
      t(clusterWords.cached),
      t(clusterWords.cachedOf)(
        format.integer(heartbeat.cachedAssets),
        format.integer(heartbeat.missingAssets),
      ),
    ],
    [t(clusterWords.clockError), `± ${milliseconds(heartbeat.clockErrorMs)}`],
    [t(clusterWords.clockOffset), correction(heartbeat.clockOffsetMs)],
    [t(clusterWords.volume), `${format.integer(heartbeat.volume)}%`],
    [
      t(clusterWords.signal),
      heartbeat.signalDbm === null ? NO_FIGURE : `${format.decimal(heartbeat.signalDbm, 0)} dBm`,
    ],
    [
      t(clusterWords.temperature),
      heartbeat.temperatureC === null ? NO_FIGURE : `${format.decimal(heartbeat.temperatureC)} °C`,
    ],
    [t(clusterWords.free), format.bytes(heartbeat.freeBytes)],
    [t(clusterWords.uptime), format.duration(heartbeat.uptimeMs)],
    [t(clusterWords.firmware), heartbeat.firmware],
  ];
};

const HealthFacts = ({ heartbeat }: { heartbeat: Heartbeat }) => (
  <Facts stacked items={useHealthFacts(heartbeat)} />
);

/** What the device says of itself, and what it complains of first. */
export const ClusterHealth = ({ cluster }: { cluster: ClusterDetail }) => {
  const t = useT();
  const format = useFormat();
  const { device, heartbeat } = cluster;
  return (
    <>
      <Panel title={t(clusterWords.health)} lead={t(clusterWords.healthLead)}>
        {cluster.warnings.length > 0 ? (
          <p className={styles.warnings}>
            {cluster.warnings.map((warning) => (
              <Tag key={warning} tone="warn" icon={<IconAlertTriangle size={15} aria-hidden />}>
                {t(reasonWords(warning))}
              </Tag>
            ))}
          </p>
        ) : null}
        {heartbeat ? <HealthFacts heartbeat={heartbeat} /> : <Empty title={t(clusterWords.noHeartbeat)} />}
        {cluster.missing.length > 0 ? (
          <div className={styles.missing}>
            <h3>{t(clusterWords.missing)}</h3>
            <ul>
              {cluster.missing.map((one) => (
                <li key={one.sha256}>
                  <code>{one.sha256.slice(0, 12)}</code> {t(reasonWords(one.reason))}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </Panel>
      <Panel title={t(clusterWords.place)}>
        <Facts
          stacked
          items={[
            [
              t(clusterWords.horns),
              t(clusterWords.hornsOf)(format.integer(cluster.horns), format.integer(cluster.watts)),
            ],
            [t(clusterWords.serial), device?.serial ?? t(clusterWords.noDevice)],
            [t(clusterWords.model), device?.model ?? NO_FIGURE],
            [
              t(clusterWords.inService),
              device?.inServiceFrom ? format.date(device.inServiceFrom) : NO_FIGURE,
            ],
          ]}
        />
      </Panel>
    </>
  );
};
