import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InboxEntry } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
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
    <>
      <Text fw={600} mb="sm">
        {entry.bulletin.title}
      </Text>
      <Textarea
        label={t(inboxWords.declineReason)}
        description={t(inboxWords.declineHint)}
        value={reason}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {decline.error ? <ProblemAlert problem={asProblem(decline.error)} /> : null}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t(commonWords.cancel)}
        </Button>
        <Button
          color="son"
          loading={decline.isPending}
          disabled={reason.trim().length < SHORTEST}
          onClick={() => decline.mutate()}
        >
          {t(inboxWords.decline)}
        </Button>
      </Group>
    </>
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
