import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { scheduleQuery } from '../../api/queries.ts';
import { addDays, instantOf, localDateOf, toRfc3339 } from '../../format/vietnam-time.ts';
import { useT } from '../../i18n/language.tsx';
import { DateCards } from '../../ui/date-cards.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import styles from './copy-dates.module.css';
import { sessionWords } from './session-words.ts';

const DAYS_AHEAD = 14;

interface CopyDatesProps {
  readonly entry: ScheduleEntry;
  readonly area: string;
  readonly chosen: readonly string[];
  onChange(dates: string[]): void;
}

/** The session's other dates in the coming two weeks, to get the same running order. */
export const CopyDates = ({ entry, area, chosen, onChange }: CopyDatesProps) => {
  const t = useT();
  const today = localDateOf(useServerNow(60_000));
  const schedule = useQuery(
    scheduleQuery(useApi(), {
      area,
      from: toRfc3339(instantOf(today)),
      to: toRfc3339(instantOf(addDays(today, DAYS_AHEAD))),
    }),
  );
  const noteOf = ({ items }: ScheduleEntry): string => {
    const placed = items.filter((item) => !item.standing).length;
    return placed > 0 ? t(sessionWords.hasProgram)(placed) : '–';
  };

  return (
    <fieldset className={styles.root}>
      <legend>{t(sessionWords.copyTo)}</legend>
      <p className={styles.hint}>{t(sessionWords.copyHint)}</p>
      <QueryView query={schedule}>
        {({ items }) => {
          const others = items.filter(
            (one) => one.sessionId === entry.sessionId && one.date !== entry.date && one.outcomes === null,
          );
          if (others.length === 0) return <p className={styles.hint}>{t(sessionWords.noOtherDates)}</p>;
          return (
            <Checkbox.Group value={[...chosen]} onChange={onChange}>
              <DateCards dates={others.map((one) => ({ date: one.date, note: noteOf(one) }))} />
            </Checkbox.Group>
          );
        }}
      </QueryView>
    </fieldset>
  );
};
