import { Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ClaimCode } from './claim-code.tsx';
import { deviceWords } from './device-words.ts';
import { ReceiverModelSelect, usualModel } from './receiver-model-select.tsx';
import { useClusterChange } from './use-cluster-change.ts';

/** A receiver for the cluster; the one that serves goes on until the new one has taken its code. */
export const ReceiverForm = ({
  clusterId,
  lead,
  label,
  onClose,
}: {
  clusterId: string;
  lead: string;
  label: string;
  onClose: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const [serial, setSerial] = useState('');
  const [model, setModel] = useState(usualModel);
  const register = useClusterChange(() => api.registerDevice({ clusterId, serial: serial.trim(), model }));
  if (register.data) return <ClaimCode issued={register.data} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{lead}</Text>
      <TextInput
        label={t(deviceWords.serial)}
        value={serial}
        maxLength={64}
        autoCapitalize="characters"
        autoComplete="off"
        data-autofocus
        onChange={(event) => setSerial(event.currentTarget.value)}
      />
      <ReceiverModelSelect value={model} onChange={setModel} />
      {register.error ? <ProblemAlert problem={asProblem(register.error)} /> : null}
      <DialogButtons
        label={label}
        isReady={serial.trim() !== ''}
        isPending={register.isPending}
        onConfirm={() => register.mutate(undefined)}
        onClose={onClose}
      />
    </Stack>
  );
};
