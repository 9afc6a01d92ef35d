import { Button } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { scheduleQuery } from '../../api/queries.ts';
import { addDays, instantOf, localDateOf, toRfc3339 } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { Empty } from '../../ui/empty.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import styles from './coming-sessions.module.css';
import { EntryCard } from './entry-card.tsx';
import { groupByDate } from './group-by-date.ts';
import { OrderDrawer } from './order-drawer.tsx';
import { sessionWords } from './session-words.ts';

const DAYS_AHEAD = 7;
/** Days that are shown at first: what people act on. */
const FIRST_DAYS = 3;

/** The coming week's occurrences, by day. */
export const ComingSessions = ({
  area,
  mayChange,
  headingLevel = 2,
}: {
  area: string;
  mayChange: boolean;
  /** Of the days; 3 where the list stands under a heading of its own. */
  headingLevel?: 2 | 3;
}) => {
  const Heading = `h${headingLevel}` as const;
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const today = localDateOf(now);
  const [wholeWeek, setWholeWeek] = useState(false);
  const [edited, setEdited] = useState<ScheduleEntry | null>(null);
  const refetchInterval = useRefetchInterval(30_000);
  const schedule = useQuery({
    ...scheduleQuery(useApi(), {
      area,
      from: toRfc3339(instantOf(today)),
      to: toRfc3339(instantOf(addDays(today, DAYS_AHEAD))),
    }),
    refetchInterval,
  });

  return (
    <>
      <QueryView query={schedule}>
        {({ items }) => {
          const coming = items.filter((entry) => Date.parse(entry.endAt) > now);
          if (coming.length === 0)
            return (
              <Empty
                icon={<IconBroadcast size={24} stroke={1.6} aria-hidden />}
                title={t(sessionWords.nothing)}
                hint={t(sessionWords.nothingHint)}
              />
            );
          const days = groupByDate(coming);
          return (
            <>
              {days.slice(0, wholeWeek ? DAYS_AHEAD : FIRST_DAYS).map(({ date, entries }) => (
                <section key={date} className={styles.day} aria-labelledby={`day-${date}`}>
                  <Heading id={`day-${date}`} className={styles.date}>
                    {format.dayLabel(date, today)}
                    {format.dayLabel(date, today) === format.longDate(date) ? null : (
                      <span>{format.longDate(date)}</span>
                    )}
                  </Heading>
                  <ul className={styles.entries}>
                    {entries.map((entry) => (
                      <li key={`${entry.sessionId} ${entry.startAt}`}>
                        <EntryCard
                          entry={entry}
                          now={now}
                          onEdit={mayChange ? () => setEdited(entry) : undefined}
                        />
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
              {days.length > FIRST_DAYS && !wholeWeek ? (
                <Button variant="default" onClick={() => setWholeWeek(true)}>
                  {t(sessionWords.wholeWeek)}
                </Button>
              ) : null}
            </>
          );
        }}
      </QueryView>
      <OrderDrawer entry={edited} area={area} onClose={() => setEdited(null)} />
    </>
  );
};
