import { Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Bulletin } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { bulletinWords } from './bulletin-words.ts';

interface WithdrawDialogProps {
  /** Null while closed. */
  readonly bulletin: Bulletin | null;
  onClose(): void;
}

export const WithdrawDialog = ({ bulletin, onClose }: WithdrawDialogProps) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (bulletinId: string) => api.withdrawBulletin(bulletinId),
    onSuccess: async () => {
      await Promise.all(
        ['bulletins', 'bulletin', 'schedule'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
      onClose();
    },
  });

  return (
    <Modal opened={bulletin !== null} onClose={onClose} title={t(bulletinWords.withdrawTitle)}>
      <Stack gap="md">
        <Text>{bulletin ? t(bulletinWords.withdrawLead)(bulletin.title) : ''}</Text>
        {withdraw.error ? <ProblemAlert problem={asProblem(withdraw.error)} /> : null}
        <DialogButtons
          isDangerous
          backLabel={t(bulletinWords.keep)}
          label={t(bulletinWords.withdraw)}
          isPending={withdraw.isPending}
          onConfirm={() => bulletin && withdraw.mutate(bulletin.id)}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
