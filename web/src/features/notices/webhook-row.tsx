import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { webhookDeliveriesQuery } from '../../api/notice-queries.ts';
import { asProblem } from '../../api/problem.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { DeliveryRow } from './delivery-row.tsx';
import { outboxWords } from './outbox-words.ts';
import { RotateDialog } from './rotate-dialog.tsx';
import styles from './webhooks-panel.module.css';

const REFETCH_MS = 3_000;

const LastDeliveries = ({ webhook }: { webhook: Webhook }) => {
  const t = useT();
  const query = useInfiniteQuery({
    ...webhookDeliveriesQuery(useApi(), webhook.id),
    refetchInterval: REFETCH_MS,
  });
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const items = pages[0]?.items ?? [];
        return items.length === 0 ? (
          <p className={styles.none}>{t(outboxWords.nothingSent)}</p>
        ) : (
          <ul className={styles.rows}>
            {items.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} withText={false} />
            ))}
          </ul>
        );
      }}
    </QueryView>
  );
};

/** One webhook with what can be done about it. */
export const WebhookRow = ({
  webhook,
  onEdit,
  onSecret,
}: {
  webhook: Webhook;
  onEdit: () => void;
  onSecret: (secret: string) => void;
}) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [isRotating, setRotating] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['webhooks'] });
  const test = useMutation({
    mutationFn: () => api.testWebhook(webhook.id),
    onSuccess: async () => {
      setOpen(true);
      notifications.show({ title: t(outboxWords.testSent), message: '', color: 'la' });
      await client.invalidateQueries({ queryKey: ['outbox'] });
    },
  });
  const toggle = useMutation({
    mutationFn: () => api.changeWebhook(webhook.id, { isOn: !webhook.isOn }),
    onSuccess: refresh,
  });
  const problem = test.error ?? toggle.error;
  return (
    <li className={styles.row}>
      <span className={styles.text}>
        <span className={styles.name}>
          {webhook.name}
          {webhook.isOn ? null : <Tag tone="idle">{t(outboxWords.isOff)}</Tag>}
        </span>
        <span className={styles.facts}>{webhook.url}</span>
        <span className={styles.facts}>
          {areaTitle(webhook.area)} · {t(outboxWords.typesCount)(format.integer(webhook.types.length))}
        </span>
      </span>
      <span className={styles.actions}>
        <Button
          size="compact-md"
          variant="default"
          disabled={!webhook.isOn}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {t(outboxWords.test)}
        </Button>
        <Button size="compact-md" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(outboxWords.last)}
        </Button>
        <Button size="compact-md" variant="default" onClick={onEdit}>
          {t(outboxWords.edit)}
        </Button>
        <Button size="compact-md" variant="default" onClick={() => setRotating(true)}>
          {t(outboxWords.rotate)}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={toggle.isPending}
          onClick={() => toggle.mutate()}
        >
          {t(webhook.isOn ? outboxWords.turnOff : outboxWords.turnOn)}
        </Button>
      </span>
      {problem ? (
        <div className={styles.last}>
          <ProblemAlert problem={asProblem(problem)} />
        </div>
      ) : null}
      {isOpen ? (
        <div className={styles.last}>
          <LastDeliveries webhook={webhook} />
        </div>
      ) : null}
      <RotateDialog
        webhook={webhook}
        opened={isRotating}
        onClose={() => setRotating(false)}
        onSecret={onSecret}
      />
    </li>
  );
};
