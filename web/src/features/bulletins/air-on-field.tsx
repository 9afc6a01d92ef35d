import { Chip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Me, ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { scheduleQuery } from '../../api/queries.ts';
import { addDays, instantOf, localDateOf, toRfc3339 } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import styles from './air-on-field.module.css';
import { approvalTexts } from './approval-words.ts';

const DAYS_AHEAD = 3;
const MOST = 4;

const keyOf = ({ sessionId, date }: ScheduleEntry): string => `${sessionId} ${date}`;

/** The next sessions of one's own, to place a new bulletin in one of them by the way. */
export const AirOnField = ({
  me,
  value,
  onChange,
}: {
  me: Me;
  value: ScheduleEntry | null;
  onChange(entry: ScheduleEntry | null): void;
}) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow(60_000);
  const today = localDateOf(now);
  const { area } = me.user;
  const schedule = useQuery(
    scheduleQuery(useApi(), {
      area: area.code,
      from: toRfc3339(instantOf(today)),
      to: toRfc3339(instantOf(addDays(today, DAYS_AHEAD))),
    }),
  );
  // A commune does not change what a level above has planned.
  const coming = (schedule.data?.items ?? [])
    .filter((entry) => Date.parse(entry.startAt) > now)
    .filter((entry) => area.level !== 'commune' || entry.area.code === area.code)
    .slice(0, MOST);
  if (coming.length === 0) return null;
  return (
    <div>
      <p className={styles.label} id="air-on">
        {t(approvalTexts.airOn)}
      </p>
      <Chip.Group
        value={value ? keyOf(value) : ''}
        onChange={(key) => onChange(coming.find((entry) => keyOf(entry) === key) ?? null)}
      >
        <div className={styles.choices} role="radiogroup" aria-labelledby="air-on">
          {coming.map((entry) => (
            <Chip key={keyOf(entry)} value={keyOf(entry)} variant="outline">
              {`${format.time(entry.startAt)} ${entry.date <= addDays(today, 1) ? format.dayInText(entry.date, today) : format.shortDate(entry.date)} · ${entry.title}`}
            </Chip>
          ))}
          <Chip value="" variant="outline">
            {t(approvalTexts.airOnNone)}
          </Chip>
        </div>
      </Chip.Group>
    </div>
  );
};
