import { Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InboxEntry } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { NoteField } from '../../ui/note-field.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { inboxWords } from './inbox-words.ts';

/** As the API asks: a word of explanation, not a dot. */
const SHORTEST = 5;

const Decline = ({ entry, onClose }: { entry: InboxEntry; onClose: () => void }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decline = useMutation({
    mutationFn: () => api.declineFromInbox(entry, reason.trim()),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['inbox'] });
    },
  });
  return (
    <Stack gap="sm">
      <Text fw={600}>{entry.bulletin.title}</Text>
      <NoteField
        label={t(inboxWords.declineReason)}
        description={t(inboxWords.declineHint)}
        value={reason}
        data-autofocus
        onChange={setReason}
      />
      {decline.error ? <ProblemAlert problem={asProblem(decline.error)} /> : null}
      <DialogButtons
        isDangerous
        isReady={reason.trim().length >= SHORTEST}
        label={t(inboxWords.decline)}
        isPending={decline.isPending}
        onConfirm={decline.mutate}
        onClose={onClose}
      />
    </Stack>
  );
};

export const DeclineDialog = ({
  entry,
  onClose,
}: {
  /** Null while closed. */
  entry: InboxEntry | null;
  onClose: () => void;
}) => {
  const t = useT();
  return (
    <Modal opened={entry !== null} onClose={onClose} title={t(inboxWords.declineTitle)}>
      {entry ? <Decline entry={entry} onClose={onClose} /> : null}
    </Modal>
  );
};
