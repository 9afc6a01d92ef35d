import { Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { sessionWords } from './session-words.ts';

interface EndSessionDialogProps {
  /** Null while closed. */
  readonly session: Session | null;
  onClose(): void;
}

export const EndSessionDialog = ({ session, onClose }: EndSessionDialogProps) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (sessionId: string) => api.endSession(sessionId),
    onSuccess: async () => {
      onClose();
      await Promise.all(
        ['sessions', 'schedule', 'overview'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  return (
    <Modal opened={session !== null} onClose={onClose} title={t(sessionWords.endTitle)}>
      <Stack gap="md">
        <Text>{session ? t(sessionWords.endLead)(session.title) : ''}</Text>
        {end.error ? <ProblemAlert problem={asProblem(end.error)} /> : null}
        <DialogButtons
          isDangerous
          label={t(sessionWords.end)}
          isPending={end.isPending}
          onConfirm={() => session && end.mutate(session.id)}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
