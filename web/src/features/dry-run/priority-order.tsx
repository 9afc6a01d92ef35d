import { ActionIcon, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PriorityOrder as Order } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { priorityOrderQuery } from '../../api/broadcast-queries.ts';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { areaName } from '../../words/area-name.ts';
import { commonWords } from '../../words/common-words.ts';
import { moved } from '../sessions/order.ts';
import { dryRunWords } from './dry-run-words.ts';
import styles from './priority-order.module.css';

type Item = Order['items'][number];

const OrderForm = ({ order }: { order: Order }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const [items, setItems] = useState<readonly Item[]>(order.items);
  const save = useMutation({
    mutationFn: () =>
      api.putPriorityOrder(
        order.area.code,
        order.date,
        items.map(({ itemId }) => itemId),
      ),
    onSuccess: async () => {
      notifications.show({ title: t(dryRunWords.orderSaved), message: '', color: 'la' });
      await client.invalidateQueries({ queryKey: ['dry-run'] });
    },
  });
  const isChanged = items.some((item, index) => item.itemId !== order.items[index]?.itemId);
  return (
    <>
      <ol className={styles.list}>
        {items.map((item, index) => (
          <li key={item.itemId} className={styles.row}>
            <span className={styles.number} aria-hidden>
              {index + 1}
            </span>
            <span className={styles.text}>
              <span className={styles.title}>{item.title}</span>
              <span className={styles.facts}>
                {format.timeWithSeconds(item.startAt)}–{format.timeWithSeconds(item.endAt)} ·{' '}
                {areaName(item.ownerArea)}
              </span>
            </span>
            {/* Marked, not disabled: a disabled button would lose the keyboard's place at an end. */}
            <ActionIcon
              color="gray"
              data-disabled={index === 0}
              aria-disabled={index === 0}
              aria-label={t(dryRunWords.moveUp)(item.title)}
              onClick={() => setItems(moved(items, index, index - 1))}
            >
              <IconArrowUp size={18} stroke={1.8} aria-hidden />
            </ActionIcon>
            <ActionIcon
              color="gray"
              data-disabled={index === items.length - 1}
              aria-disabled={index === items.length - 1}
              aria-label={t(dryRunWords.moveDown)(item.title)}
              onClick={() => setItems(moved(items, index, index + 1))}
            >
              <IconArrowDown size={18} stroke={1.8} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {save.error ? <ProblemAlert problem={asProblem(save.error)} /> : null}
      <Button
        className={styles.save}
        disabled={!isChanged}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t(commonWords.save)}
      </Button>
    </>
  );
};

/** The commune decides which of several items of priority goes first; shown where there are several. */
export const PriorityOrder = ({ areaCode, date }: { areaCode: string; date: string }) => {
  const t = useT();
  const format = useFormat();
  const order = useQuery(priorityOrderQuery(useApi(), areaCode, date)).data;
  if (!order || order.items.length < 2) return null;
  const by =
    order.updatedBy === null || order.updatedAt === null
      ? null
      : t(dryRunWords.orderBy)(order.updatedBy, format.dateTime(order.updatedAt));
  return (
    <Panel
      title={t(dryRunWords.order)}
      lead={[t(dryRunWords.orderLead), ...(by === null ? [] : [by])].join(' ')}
    >
      <OrderForm key={`${order.date} ${order.items.map(({ itemId }) => itemId).join()}`} order={order} />
    </Panel>
  );
};
