import { Checkbox, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CreateWebhook, Me, Webhook } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { noticeWords } from './notice-words.ts';
import { outboxWords } from './outbox-words.ts';
import { typeNames } from './type-names.ts';
import styles from './webhooks-panel.module.css';

type Types = CreateWebhook['types'];

/** What a gateway for text messages is for. */
const usual: Types = ['emergency-waiting', 'break-glass', 'emergency-started', 'emergency-not-started'];

interface FormProps {
  readonly me: Me;
  /** Null for a new one. */
  readonly webhook: Webhook | null;
  onClose(): void;
  onSecret(secret: string): void;
}

const Form = ({ me, webhook, onClose, onSecret }: FormProps) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [areaCode, setAreaCode] = useState(webhook?.area.code ?? me.user.area.code);
  const [types, setTypes] = useState<Types>(
    webhook ? typeNames.filter((type) => webhook.types.includes(type)) : usual,
  );
  const save = useMutation({
    mutationFn: async () => {
      const fields = { name: name.trim(), url: url.trim(), types };
      if (webhook) await api.changeWebhook(webhook.id, fields);
      else onSecret((await api.createWebhook({ ...fields, areaCode })).secret);
    },
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
  const toggle = (type: Types[number], on: boolean): void =>
    setTypes(on ? [...types, type] : types.filter((one) => one !== type));
  return (
    <Stack gap="sm">
      <TextInput
        label={t(outboxWords.name)}
        placeholder={t(outboxWords.namePlaceholder)}
        value={name}
        maxLength={80}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t(outboxWords.url)}
        description={t(outboxWords.urlHint)}
        value={url}
        maxLength={2_000}
        inputMode="url"
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      {webhook ? null : (
        <AreaSelect
          me={me}
          label={t(commonWords.area)}
          value={areaCode}
          onChange={(code) => setAreaCode(code ?? me.user.area.code)}
        />
      )}
      <Checkbox.Group label={t(outboxWords.typesLabel)} value={types}>
        <div className={styles.types}>
          {typeNames.map((type) => (
            <Checkbox
              key={type}
              value={type}
              label={t(noticeWords.types[type])}
              onChange={(event) => toggle(type, event.currentTarget.checked)}
            />
          ))}
        </div>
      </Checkbox.Group>
      {save.error ? <ProblemAlert problem={asProblem(save.error)} /> : null}
      <DialogButtons
        isReady={name.trim() !== '' && url.trim() !== '' && types.length > 0}
        label={t(commonWords.save)}
        isPending={save.isPending}
        onConfirm={save.mutate}
        onClose={onClose}
      />
    </Stack>
  );
};

/** `new`, one that exists, or null while the dialog is closed. */
export type Edited = 'new' | Webhook | null;

export const WebhookDialog = ({
  me,
  edited,
  onClose,
  onSecret,
}: {
  me: Me;
  edited: Edited;
  onClose: () => void;
  onSecret: (secret: string) => void;
}) => {
  const t = useT();
  return (
    <Modal
      opened={edited !== null}
      onClose={onClose}
      size="lg"
      title={t(edited === 'new' ? outboxWords.add : outboxWords.edit)}
    >
      {edited === null ? null : (
        <Form me={me} webhook={edited === 'new' ? null : edited} onClose={onClose} onSecret={onSecret} />
      )}
    </Modal>
  );
};
