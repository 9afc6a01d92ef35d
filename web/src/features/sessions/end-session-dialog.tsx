import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
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
      <Text mb="md">{session ? t(sessionWords.endLead)(session.title) : ''}</Text>
      {end.error ? <ProblemAlert problem={asProblem(end.error)} /> : null}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t(commonWords.cancel)}
        </Button>
        <Button color="son" loading={end.isPending} onClick={() => session && end.mutate(session.id)}>
          {t(sessionWords.end)}
        </Button>
      </Group>
    </Modal>
  );
};
