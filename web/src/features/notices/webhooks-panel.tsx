import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { webhooksQuery } from '../../api/notice-queries.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SecretDialog } from '../../ui/secret-dialog.tsx';
import { outboxWords } from './outbox-words.ts';
import { type Edited, WebhookDialog } from './webhook-dialog.tsx';
import { WebhookRow } from './webhook-row.tsx';
import styles from './webhooks-panel.module.css';

export const WebhooksPanel = ({ me }: { me: Me }) => {
  const t = useT();
  const webhooks = useQuery(webhooksQuery(useApi()));
  const [edited, setEdited] = useState<Edited>(null);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Panel
      className={styles.panel}
      title={t(outboxWords.webhooks)}
      lead={t(outboxWords.webhooksLead)}
      aside={
        <Button
          leftSection={<IconPlus size={18} stroke={1.8} aria-hidden />}
          onClick={() => setEdited('new')}
        >
          {t(outboxWords.add)}
        </Button>
      }
    >
      <QueryView query={webhooks}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.none}>{t(outboxWords.noWebhooks)}</p>
          ) : (
            <ul className={styles.rows}>
              {items.map((webhook) => (
                <WebhookRow
                  key={webhook.id}
                  webhook={webhook}
                  onEdit={() => setEdited(webhook)}
                  onSecret={setSecret}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
      <WebhookDialog me={me} edited={edited} onClose={() => setEdited(null)} onSecret={setSecret} />
      <SecretDialog
        title={t(outboxWords.secretTitle)}
        lead={t(outboxWords.secretHint)}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Panel>
  );
};
