import { IconVolumeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { scheduleQuery } from '../../api/queries.ts';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Equalizer } from '../../ui/equalizer.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import styles from './area-sessions.module.css';
import { areaWords } from './area-words.ts';

/** More would push the rest of the page away; the page of sessions has all. */
const SHOWN = 5;

const Entry = ({ entry, now }: { entry: ScheduleEntry; now: number }) => {
  const t = useT();
  const format = useFormat();
  const isOn = Date.parse(entry.startAt) <= now;
  return (
    <li className={styles.entry}>
      <span className={styles.when}>
        <strong>{format.time(entry.startAt)}</strong>
        <span>{format.dayLabel(entry.date, localDateOf(now))}</span>
      </span>
      <span className={styles.what}>
        <span className={styles.title}>{entry.title}</span>
        {entry.items.length === 0 ? (
          <span className={styles.fact}>
            <IconVolumeOff size={16} stroke={1.7} aria-hidden />
            {t(areaWords.silent)}
          </span>
        ) : (
          <span className={styles.fact}>{entry.items.map((item) => item.title).join(' · ')}</span>
        )}
      </span>
      {isOn ? (
        <span className={styles.on}>
          <Equalizer size={14} />
          {t(areaWords.onAir)}
        </span>
      ) : entry.readiness && entry.items.length > 0 ? (
        <span className={styles.ready}>
          {t(areaWords.ready)(format.ratio(entry.readiness.ready, entry.readiness.total))}
        </span>
      ) : null}
    </li>
  );
};

/** What reaches this area next. */
export const AreaSessions = ({ area }: { area: string }) => {
  const t = useT();
  const now = useServerNow();
  const refetchInterval = useRefetchInterval(60_000);
  const schedule = useQuery({ ...scheduleQuery(useApi(), { area }), refetchInterval });
  return (
    <Panel title={t(areaWords.coming)}>
      <QueryView query={schedule}>
        {({ items }) => {
          const coming = items.filter((entry) => Date.parse(entry.endAt) > now).slice(0, SHOWN);
          if (coming.length === 0) return <Empty title={t(areaWords.nothingComing)} />;
          return (
            <ul className={styles.entries}>
              {coming.map((entry) => (
                <Entry key={`${entry.sessionId} ${entry.startAt}`} entry={entry} now={now} />
              ))}
            </ul>
          );
        }}
      </QueryView>
    </Panel>
  );
};
