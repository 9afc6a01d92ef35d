import { Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Incident } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useLanguage, useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { NoteField } from '../../ui/note-field.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
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
    <Stack gap="sm">
      <Text fw={600}>{incident.title[language]}</Text>
      {deed === 'close' ? (
        <Text size="sm" c="dimmed">
          {t(incidentWords.closeHint)}
        </Text>
      ) : null}
      <NoteField
        label={t(incidentWords.note)}
        description={t(incidentWords.noteHint)}
        value={note}
        data-autofocus
        onChange={setNote}
      />
      {decide.error ? <ProblemAlert problem={asProblem(decide.error)} /> : null}
      <DialogButtons
        label={t(deed === 'acknowledge' ? incidentWords.acknowledge : incidentWords.close)}
        isPending={decide.isPending}
        onConfirm={decide.mutate}
        onClose={onClose}
      />
    </Stack>
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
