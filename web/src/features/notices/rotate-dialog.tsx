import { Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Webhook } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { outboxWords } from './outbox-words.ts';

interface RotateDialogProps {
  readonly webhook: Webhook;
  readonly opened: boolean;
  onClose(): void;
  onSecret(secret: string): void;
}

export const RotateDialog = ({ webhook, opened, onClose, onSecret }: RotateDialogProps) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => api.rotateWebhook(webhook.id),
    onSuccess: async ({ secret }) => {
      onClose();
      onSecret(secret);
      await client.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t(outboxWords.rotateTitle)}>
      <Stack gap="md">
        <div>
          <Text fw={600}>{webhook.name}</Text>
          <Text size="sm" c="dimmed">
            {t(outboxWords.rotateHint)}
          </Text>
        </div>
        {rotate.error ? <ProblemAlert problem={asProblem(rotate.error)} /> : null}
        <DialogButtons
          label={t(outboxWords.rotate)}
          isPending={rotate.isPending}
          onConfirm={rotate.mutate}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
