import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { readinessQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName } from '../../words/area-name.ts';
import { reasonWords } from '../../words/domain-words.ts';
import { overviewWords } from './overview-words.ts';
import styles from './readiness-drawer.module.css';

interface ReadinessDrawerProps {
  readonly entry: ScheduleEntry;
  readonly opened: boolean;
  onClose(): void;
}

/** Who is not ready for a session, and why. */
export const ReadinessDrawer = ({ entry, opened, onClose }: ReadinessDrawerProps) => {
  const t = useT();
  const format = useFormat();
  const readiness = useQuery({
    ...readinessQuery(useApi(), entry.sessionId, entry.date),
    enabled: opened,
  });

  return (
    <Drawer opened={opened} onClose={onClose} title={t(overviewWords.readinessTitle)}>
      <p className={styles.lead}>{t(overviewWords.readinessLead)}</p>
      <QueryView query={readiness}>
        {(data) => (
          <>
            <p className={styles.sum}>
              {t(overviewWords.ready)} <strong>{format.ratio(data.ready, data.total)}</strong>
            </p>
            <ul className={styles.list}>
              {data.notReady.map((one) => (
                <li key={one.clusterId}>
                  <Link href={`/cum-loa/${one.clusterId}`} className={styles.row}>
                    <span className={styles.name}>{one.clusterName}</span>
                    <span className={styles.area}>{areaName(one.area)}</span>
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
          </>
        )}
      </QueryView>
    </Drawer>
  );
};
