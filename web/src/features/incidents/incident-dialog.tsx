import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Incident } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useLanguage, useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { incidentWords } from './incident-words.ts';

export interface IncidentDecision {
  readonly incident: Incident;
  readonly deed: 'acknowledge' | 'close';
}

const Decide = ({ decision, onClose }: { decision: IncidentDecision; onClose: () => void }) => {
  const t = useT();
  const { language } = useLanguage();
  const api = useApi();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const { incident, deed } = decision;
  const decide = useMutation({
    mutationFn: () =>
      deed === 'acknowledge'
        ? api.acknowledgeIncident(incident.id, note.trim())
        : api.closeIncident(incident.id, note.trim()),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['incidents'] });
    },
  });
  return (
    <>
      <Text fw={600} mb="xs">
        {incident.title[language]}
      </Text>
      {deed === 'close' ? (
        <Text size="sm" c="dimmed" mb="sm">
          {t(incidentWords.closeHint)}
        </Text>
      ) : null}
      <Textarea
        label={t(incidentWords.note)}
        description={t(incidentWords.noteHint)}
        value={note}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {decide.error ? <ProblemAlert problem={asProblem(decide.error)} /> : null}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t(commonWords.cancel)}
        </Button>
        <Button loading={decide.isPending} onClick={() => decide.mutate()}>
          {t(deed === 'acknowledge' ? incidentWords.acknowledge : incidentWords.close)}
        </Button>
      </Group>
    </>
  );
};

/** What a person did about it, with a note for the others. */
export const IncidentDialog = ({
  decision,
  onClose,
}: {
  /** Null while closed. */
  decision: IncidentDecision | null;
  onClose: () => void;
}) => {
  const t = useT();
  const title = decision?.deed === 'close' ? incidentWords.closeTitle : incidentWords.acknowledgeTitle;
  return (
    <Modal opened={decision !== null} onClose={onClose} title={t(title)}>
      {decision ? <Decide decision={decision} onClose={onClose} /> : null}
    </Modal>
  );
};
