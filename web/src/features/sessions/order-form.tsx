import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Meter } from '../../ui/meter.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { CopyDates } from './copy-dates.tsx';
import { OrderEditor } from './order-editor.tsx';
import styles from './order-form.module.css';
import { type OrderedBulletin, totalDurationMs } from './session-form-state.ts';
import { sessionWords } from './session-words.ts';
import { splitOrder } from './split-order.ts';

interface OrderFormProps {
  readonly entry: ScheduleEntry;
  readonly area: string;
  onSaved(): void;
}

/** How much of the slot is used. */
const SlotUse = ({ usedMs, slotMs }: { usedMs: number; slotMs: number }) => {
  const t = useT();
  const format = useFormat();
  const over = usedMs - slotMs;
  return (
    <div className={styles.use}>
      <span>{t(sessionWords.slotUse)(format.duration(usedMs), format.duration(slotMs))}</span>
      <Meter percent={Math.min(100, (usedMs / slotMs) * 100)} tone={over > 0 ? 'bronze' : 'sound'} />
      {over > 0 ? (
        <span className={styles.over} role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          {t(sessionWords.overflow)(format.duration(over))}
        </span>
      ) : null}
    </div>
  );
};

/** The running order of one date, and the dates that get the same. */
export const OrderForm = ({ entry, area, onSaved }: OrderFormProps) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const today = localDateOf(useServerNow(60_000));
  const [{ before, placed, after }] = useState(() => splitOrder(entry));
  const [bulletins, setBulletins] = useState<readonly OrderedBulletin[]>(placed);
  const [copyTo, setCopyTo] = useState<readonly string[]>([]);

  const save = useMutation({
    mutationFn: () =>
      api.putRunningOrder({
        sessionId: entry.sessionId,
        date: entry.date,
        bulletinIds: bulletins.map(({ id }) => id),
        copyTo,
      }),
    onSuccess: async () => {
      notifications.show({
        title: t(sessionWords.saved),
        message: t(sessionWords.savedFor)(format.integer(copyTo.length + 1)),
        color: 'la',
      });
      onSaved();
      await Promise.all(['schedule', 'overview'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <div>
        <h3 className={styles.title}>{entry.title}</h3>
        <p className={styles.lead}>
          {t(sessionWords.orderLead)(format.time(entry.startAt), format.dayInText(entry.date, today))}
        </p>
      </div>
      <OrderEditor bulletins={bulletins} onChange={setBulletins} before={before} after={after} />
      <SlotUse
        usedMs={totalDurationMs([...before, ...bulletins, ...after])}
        slotMs={Date.parse(entry.endAt) - Date.parse(entry.startAt)}
      />
      <CopyDates entry={entry} area={area} chosen={copyTo} onChange={setCopyTo} />
      {save.error ? <ProblemAlert problem={asProblem(save.error)} /> : null}
      <Button type="submit" size="md" loading={save.isPending}>
        {t(commonWords.save)}
      </Button>
    </form>
  );
};
