import { Drawer } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Readiness, ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { readinessQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Meter } from '../../ui/meter.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { byMissing } from './by-missing.ts';
import { CommuneRow } from './commune-row.tsx';
import styles from './readiness-drawer.module.css';
import { readinessWords } from './readiness-words.ts';

interface ReadinessDrawerProps {
  readonly entry: ScheduleEntry;
  readonly opened: boolean;
  onClose(): void;
}

/** So few communes show their clusters without a tap. */
const OPEN_AT_ONCE = 2;

const respects = ['online', 'program', 'audio'] as const;

const Figures = ({ readiness }: { readiness: Readiness }) => {
  const t = useT();
  const format = useFormat();
  const { total, ready } = readiness;
  const percent = (count: number): number | null => (total === 0 ? null : (count / total) * 100);
  return (
    <div className={styles.figures}>
      <p className={styles.sum}>
        <strong>{format.ratio(ready, total)}</strong>
        <span>{t(readinessWords.ready)}</span>
      </p>
      <dl className={styles.respects}>
        {respects.map((respect) => (
          <div key={respect}>
            <dt>{t(readinessWords[respect])}</dt>
            <dd>{format.ratio(readiness[respect], total)}</dd>
            <Meter percent={percent(readiness[respect])} tone="good" />
          </div>
        ))}
      </dl>
    </div>
  );
};

const View = ({ entry, readiness }: { entry: ScheduleEntry; readiness: Readiness }) => {
  const t = useT();
  const format = useFormat();
  const { unready, readyCount } = byMissing(readiness.areas);
  return (
    <>
      <Figures readiness={readiness} />
      {unready.length === 0 ? (
        <p className={styles.all}>
          <IconCircleCheck size={20} stroke={1.8} aria-hidden />
          {t(readinessWords.all)}
        </p>
      ) : (
        <section className={styles.communes}>
          <h3 className={styles.heading}>{t(readinessWords.communes)}</h3>
          <p className={styles.lead}>{t(readinessWords.resync)}</p>
          <ul className={styles.list}>
            {unready.map((commune) => (
              <CommuneRow
                key={commune.area.code}
                entry={entry}
                commune={commune}
                initiallyOpen={unready.length <= OPEN_AT_ONCE}
              />
            ))}
          </ul>
          {readyCount > 0 ? (
            <p className={styles.others}>{t(readinessWords.others)(format.integer(readyCount))}</p>
          ) : null}
        </section>
      )}
    </>
  );
};

/** How many are ready for a session and in which respect; by commune who is not, and why. */
export const ReadinessDrawer = ({ entry, opened, onClose }: ReadinessDrawerProps) => {
  const t = useT();
  const readiness = useQuery({
    ...readinessQuery(useApi(), entry.sessionId, entry.date, null),
    enabled: opened,
  });
  return (
    <Drawer opened={opened} onClose={onClose} title={t(readinessWords.title)}>
      <p className={styles.lead}>{t(readinessWords.lead)}</p>
      <QueryView query={readiness}>{(data) => <View entry={entry} readiness={data} />}</QueryView>
    </Drawer>
  );
};
