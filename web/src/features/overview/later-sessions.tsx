import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { overviewWords } from './overview-words.ts';
import styles from './session-hero.module.css';

export const LaterSessions = ({ entries }: { entries: readonly ScheduleEntry[] }) => {
  const t = useT();
  const format = useFormat();
  const today = localDateOf(useServerNow(60_000));
  return (
    <div className={styles.later}>
      <h3>{t(overviewWords.later)}</h3>
      <ul>
        {entries.map((entry) => (
          <li key={`${entry.sessionId} ${entry.date} ${entry.startAt}`}>
            <span className={styles.laterWhen}>
              {entry.date === today ? '' : `${format.dayLabel(entry.date, today)} `}
              {format.time(entry.startAt)}
            </span>
            <span>{entry.title}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
