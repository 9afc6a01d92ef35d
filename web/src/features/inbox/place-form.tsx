import { Button, Checkbox, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import type { InboxEntry } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { scheduleQuery } from '../../api/queries.ts';
import { addDays, instantOf, localDateOf, toRfc3339 } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { DateCards } from '../../ui/date-cards.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { inboxWords } from './inbox-words.ts';
import styles from './place-form.module.css';
import { type PlaceableSession, placeableSessions } from './placeable.ts';

const DAYS_AHEAD = 14;

interface PlaceFormProps {
  readonly entry: InboxEntry;
  onPlaced(): void;
}

const Choice = ({
  entry,
  sessions,
  onPlaced,
}: PlaceFormProps & { sessions: readonly [PlaceableSession, ...PlaceableSession[]] }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const [sessionId, setSessionId] = useState(sessions[0].sessionId);
  const chosen = sessions.find((one) => one.sessionId === sessionId) ?? sessions[0];
  const [dates, setDates] = useState<string[]>(() => chosen.entries.slice(0, 1).map(({ date }) => date));
  const place = useMutation({
    mutationFn: () => api.placeFromInbox(entry, chosen.sessionId, dates),
    onSuccess: async () => {
      notifications.show({ title: t(inboxWords.placedToast), message: chosen.title, color: 'la' });
      onPlaced();
      await Promise.all(
        ['inbox', 'schedule', 'overview', 'dry-run'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    place.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Select
        label={t(inboxWords.session)}
        value={chosen.sessionId}
        allowDeselect={false}
        data={sessions.map((one) => ({
          value: one.sessionId,
          label: `${format.time(one.entries[0]?.startAt ?? 0)} · ${one.title}`,
        }))}
        onChange={(value) => {
          const next = sessions.find((one) => one.sessionId === value);
          if (!next) return;
          setSessionId(next.sessionId);
          setDates(next.entries.slice(0, 1).map(({ date }) => date));
        }}
      />
      <Checkbox.Group
        label={t(inboxWords.dates)}
        description={t(inboxWords.datesHint)}
        value={dates}
        onChange={setDates}
      >
        <div className={styles.dates}>
          <DateCards
            dates={chosen.entries.map(({ date, items }) => ({
              date,
              note: t(inboxWords.entries)(items.length),
            }))}
          />
        </div>
      </Checkbox.Group>
      {place.error ? <ProblemAlert problem={asProblem(place.error)} /> : null}
      <div className={styles.foot}>
        <Button type="submit" size="md" fullWidth loading={place.isPending} disabled={dates.length === 0}>
          {t(inboxWords.placeOn)(format.integer(dates.length))}
        </Button>
      </div>
    </form>
  );
};

/** Into which session of the commune, on which dates; the next one stands there already. */
export const PlaceForm = ({ entry, onPlaced }: PlaceFormProps) => {
  const t = useT();
  const now = useServerNow(60_000);
  const today = localDateOf(now);
  const schedule = useQuery(
    scheduleQuery(useApi(), {
      area: entry.to.code,
      from: toRfc3339(instantOf(today)),
      to: toRfc3339(instantOf(addDays(today, DAYS_AHEAD))),
    }),
  );
  return (
    <>
      <h3 className={styles.title}>{entry.bulletin.title}</h3>
      <QueryView query={schedule}>
        {({ items }) => {
          const [first, ...rest] = placeableSessions(items, entry.to.code, now);
          return first ? (
            <Choice entry={entry} sessions={[first, ...rest]} onPlaced={onPlaced} />
          ) : (
            <Empty
              title={t(inboxWords.noSessions)}
              hint={t(inboxWords.noSessionsHint)}
              action={
                <Button component={Link} href="/buoi-phat?dat-lich">
                  {t(inboxWords.toSessions)}
                </Button>
              }
            />
          );
        }}
      </QueryView>
    </>
  );
};
