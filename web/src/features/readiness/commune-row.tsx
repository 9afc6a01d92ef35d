import { Skeleton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { readinessQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Meter } from '../../ui/meter.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName, areaTitle } from '../../words/area-name.ts';
import { reasonWords } from '../../words/domain-words.ts';
import type { CommuneReadiness } from './by-missing.ts';
import styles from './commune-row.module.css';

const Clusters = ({ entry, areaCode }: { entry: ScheduleEntry; areaCode: string }) => {
  const t = useT();
  const readiness = useQuery(readinessQuery(useApi(), entry.sessionId, entry.date, areaCode));
  return (
    <QueryView query={readiness} skeleton={<Skeleton h={60} />}>
      {({ notReady }) => (
        <ul className={styles.clusters}>
          {notReady.map((one) => (
            <li key={one.clusterId}>
              <Link href={`/cum-loa/${one.clusterId}`} className={styles.cluster}>
                <span className={styles.clusterName}>{one.clusterName}</span>
                <span className={styles.reasons}>
                  {one.reasons.map((reason) => (
                    <Tag
                      key={reason}
                      tone={reason === 'offline' ? 'bad' : reason === 'unknown' ? 'idle' : 'warn'}
                    >
                      {t(reasonWords(reason))}
                    </Tag>
                  ))}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  );
};

interface CommuneRowProps {
  readonly entry: ScheduleEntry;
  readonly commune: CommuneReadiness;
  readonly initiallyOpen: boolean;
}

/** A commune and how many of its clusters are ready; opened, which are not and why. */
export const CommuneRow = ({ entry, commune, initiallyOpen }: CommuneRowProps) => {
  const format = useFormat();
  const [opened, setOpened] = useState(initiallyOpen);
  const bodyId = useId();
  const { area, district, ready, total } = commune;
  return (
    <li className={styles.commune}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={opened}
        aria-controls={bodyId}
        onClick={() => setOpened(!opened)}
      >
        <span className={styles.name}>
          {areaTitle(area)}
          {district ? <span className={styles.district}>{areaName(district)}</span> : null}
        </span>
        <span className={styles.count}>{format.ratio(ready, total)}</span>
        <IconChevronDown size={18} stroke={1.8} aria-hidden className={styles.chevron} />
        <span className={styles.meter}>
          <Meter percent={total === 0 ? null : (ready / total) * 100} />
        </span>
      </button>
      <div id={bodyId}>{opened ? <Clusters entry={entry} areaCode={area.code} /> : null}</div>
    </li>
  );
};
