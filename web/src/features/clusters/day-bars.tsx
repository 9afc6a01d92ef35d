import type { ClusterDetail } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { presenceWords } from '../../words/domain-words.ts';
import { clusterWords } from './cluster-words.ts';
import styles from './day-bars.module.css';

type Day = ClusterDetail['days'][number];

const parts = [
  { state: 'online', of: (day: Day) => day.onlineMs },
  { state: 'late', of: (day: Day) => day.lateMs },
  { state: 'offline', of: (day: Day) => day.offlineMs },
  { state: 'unknown', of: (day: Day) => day.unknownMs },
] as const;

const totalOf = (day: Day): number => parts.reduce((sum, part) => sum + part.of(day), 0);

/** One bar a day: how long in each state. */
export const DayBars = ({ days }: { days: ClusterDetail['days'] }) => {
  const t = useT();
  const format = useFormat();
  const known = days.reduce((sum, day) => sum + totalOf(day) - day.unknownMs, 0);
  const online = days.reduce((sum, day) => sum + day.onlineMs, 0);
  const percent = known === 0 ? null : Math.round((online / known) * 1000) / 10;
  const describe = (day: Day): string =>
    [
      format.longDate(day.day),
      ...parts
        .filter((part) => part.of(day) > 0)
        .map((part) => `${t(presenceWords[part.state])} ${format.duration(part.of(day))}`),
    ].join(', ');

  return (
    <Panel title={t(clusterWords.days)} lead={t(clusterWords.daysLead)(format.percent(percent))}>
      <ol className={styles.bars}>
        {days.map((day) => {
          const total = totalOf(day);
          return (
            <li key={day.day} className={styles.day} title={describe(day)}>
              <span className={styles.hidden}>{describe(day)}</span>
              {parts.map((part) => (
                <span
                  key={part.state}
                  className={styles.part}
                  data-state={part.state}
                  style={{ flexGrow: total === 0 ? 0 : part.of(day) / total }}
                />
              ))}
            </li>
          );
        })}
      </ol>
      <div className={styles.ends} aria-hidden>
        <span>{days[0] ? format.shortDate(days[0].day) : ''}</span>
        <span>{format.shortDate(days.at(-1)?.day ?? '')}</span>
      </div>
    </Panel>
  );
};
