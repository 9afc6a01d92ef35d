import { Button, Group, Modal, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClusterDetail, CreatedDevice, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { CommuneSelect } from '../../ui/area-select.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { ClaimCode } from './claim-code.tsx';
import { type ClusterFacts, ClusterFields } from './cluster-fields.tsx';
import { deviceWords } from './device-words.ts';

export type Deed = 'edit' | 'volume' | 'code' | 'replace' | 'move' | 'revoke' | 'retire';

export const receiverModels = ['TT-4G-50', 'TT-LAN-120'];

interface DeedProps {
  readonly me: Me;
  readonly cluster: ClusterDetail;
  readonly onClose: () => void;
}

/** After anything done to a cluster everything about clusters is old. */
export const useClusterChange = <Input, Output>(work: (input: Input) => Promise<Output>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await Promise.all(
        ['cluster', 'clusters', 'cluster-history', 'cluster-sites'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
  });
};

const Buttons = ({
  label,
  isDangerous = false,
  isReady,
  change,
  onClose,
}: {
  label: string;
  isDangerous?: boolean;
  isReady: boolean;
  change: { isPending: boolean; error: unknown; mutate: () => void };
  onClose: () => void;
}) => {
  const t = useT();
  return (
    <>
      {change.error ? <ProblemAlert problem={asProblem(change.error)} /> : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t(commonWords.cancel)}
        </Button>
        <Button
          {...(isDangerous ? { color: 'son' } : {})}
          disabled={!isReady}
          loading={change.isPending}
          onClick={change.mutate}
        >
          {label}
        </Button>
      </Group>
    </>
  );
};

const ReasonField = ({ value, onChange }: { value: string; onChange: (text: string) => void }) => {
  const t = useT();
  return (
    <Textarea
      label={t(deviceWords.reason)}
      description={t(deviceWords.reasonHint)}
      value={value}
      maxLength={300}
      autosize
      minRows={2}
      data-autofocus
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};

/** Takes a receiver or the whole place out of service. */
const EndForm = ({ cluster, deed, onClose }: DeedProps & { deed: 'revoke' | 'retire' }) => {
  const t = useT();
  const api = useApi();
  const [reason, setReason] = useState('');
  const deviceId = cluster.device?.id ?? '';
  const end = useClusterChange(async () => {
    if (deed === 'retire') await api.retireCluster(cluster.id, reason.trim());
    else await api.revokeDevice(deviceId, reason.trim());
    onClose();
  });
  return (
    <Stack gap="sm">
      <Text size="sm">{t(deed === 'retire' ? deviceWords.retireLead : deviceWords.revokeLead)}</Text>
      <ReasonField value={reason} onChange={setReason} />
      <Buttons
        label={t(deviceWords[deed])}
        isDangerous
        isReady={reason.trim() !== ''}
        change={{ ...end, mutate: () => end.mutate(undefined) }}
        onClose={onClose}
      />
    </Stack>
  );
};

const MoveForm = ({ me, cluster, onClose }: DeedProps) => {
  const t = useT();
  const api = useApi();
  const [reason, setReason] = useState('');
  const [commune, setCommune] = useState<string | null>(null);
  const move = useClusterChange(async (code: string) => {
    await api.moveCluster(cluster.id, code, reason.trim());
    onClose();
  });
  return (
    <Stack gap="sm">
      <Text size="sm">{t(deviceWords.moveLead)}</Text>
      <CommuneSelect
        me={me}
        label={t(deviceWords.moveTo)}
        placeholder={t(deviceWords.communePlaceholder)}
        value={commune}
        onChange={setCommune}
      />
      <ReasonField value={reason} onChange={setReason} />
      <Buttons
        label={t(deviceWords.move)}
        isReady={commune !== null && commune !== cluster.area.code && reason.trim() !== ''}
        change={{ ...move, mutate: () => commune && move.mutate(commune) }}
        onClose={onClose}
      />
    </Stack>
  );
};

const EditForm = ({ cluster, onClose }: DeedProps) => {
  const t = useT();
  const api = useApi();
  const { name, latitude, longitude, horns, watts } = cluster;
  const [facts, setFacts] = useState<ClusterFacts>({ name, latitude, longitude, horns, watts });
  const edit = useClusterChange(async () => {
    await api.editCluster(cluster.id, facts);
    onClose();
  });
  return (
    <Stack gap="sm">
      <ClusterFields value={facts} onChange={setFacts} autofocus />
      <Buttons
        label={t(commonWords.save)}
        isReady={facts.name.trim() !== ''}
        change={{ ...edit, mutate: () => edit.mutate(undefined) }}
        onClose={onClose}
      />
    </Stack>
  );
};

const VolumeForm = ({ cluster, onClose }: DeedProps) => {
  const t = useT();
  const api = useApi();
  const [volume, setVolume] = useState<number>(cluster.device?.maxVolume ?? 100);
  const limit = useClusterChange(async () => {
    await api.limitVolume(cluster.device?.id ?? '', volume);
    onClose();
  });
  return (
    <Stack gap="sm">
      <NumberInput
        label={t(deviceWords.maxVolume)}
        description={t(deviceWords.maxVolumeHint)}
        min={0}
        max={100}
        step={5}
        value={volume}
        data-autofocus
        onChange={(next) => setVolume(typeof next === 'number' ? next : volume)}
      />
      <Buttons
        label={t(commonWords.save)}
        isReady
        change={{ ...limit, mutate: () => limit.mutate(undefined) }}
        onClose={onClose}
      />
    </Stack>
  );
};

const CodeForm = ({ cluster, onClose }: DeedProps) => {
  const t = useT();
  const api = useApi();
  const device = cluster.waiting ?? cluster.device;
  const renew = useClusterChange((deviceId: string) => api.newClaimCode(deviceId));
  if (renew.data) return <ClaimCode issued={renew.data} />;
  return (
    <Stack gap="sm">
      {device ? <Text fw={600}>{`${device.serial} · ${device.model}`}</Text> : null}
      <Text size="sm">{t(deviceWords.codeOlder)}</Text>
      <Buttons
        label={t(deviceWords.makeCode)}
        isReady={device !== null}
        change={{ ...renew, mutate: () => device && renew.mutate(device.id) }}
        onClose={onClose}
      />
    </Stack>
  );
};

/** A receiver for the cluster; the one that serves goes on until the new one has taken its code. */
export const ReceiverForm = ({
  clusterId,
  initialSerial = '',
  lead,
  label,
  onIssued,
  onClose,
}: {
  clusterId: string;
  initialSerial?: string;
  lead: string;
  label: string;
  onIssued?: (issued: CreatedDevice) => void;
  onClose: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const [serial, setSerial] = useState(initialSerial);
  const [model, setModel] = useState<string>(receiverModels[0] ?? '');
  const register = useClusterChange(async () => {
    const issued = await api.registerDevice({ clusterId, serial: serial.trim(), model });
    onIssued?.(issued);
    return issued;
  });
  if (register.data && !onIssued) return <ClaimCode issued={register.data} />;
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
      <Select
        label={t(deviceWords.model)}
        data={receiverModels}
        value={model}
        allowDeselect={false}
        onChange={(next) => setModel(next ?? model)}
      />
      <Buttons
        label={label}
        isReady={serial.trim() !== ''}
        change={{ ...register, mutate: () => register.mutate(undefined) }}
        onClose={onClose}
      />
    </Stack>
  );
};

const DeedForm = (props: DeedProps & { deed: Deed }) => {
  const t = useT();
  const { cluster, deed, onClose } = props;
  switch (deed) {
    case 'edit':
      return <EditForm {...props} />;
    case 'volume':
      return <VolumeForm {...props} />;
    case 'code':
      return <CodeForm {...props} />;
    case 'move':
      return <MoveForm {...props} />;
    case 'revoke':
    case 'retire':
      return <EndForm {...props} deed={deed} />;
    case 'replace':
      return (
        <ReceiverForm
          clusterId={cluster.id}
          lead={t(cluster.device ? deviceWords.replaceLead : deviceWords.fitLead)}
          label={t(cluster.device ? deviceWords.replace : deviceWords.fit)}
          onClose={onClose}
        />
      );
  }
};

/** One thing to be done with a cluster. */
export const DeedDialog = ({ deed, ...props }: DeedProps & { deed: Deed | null }) => {
  const t = useT();
  const isFirst = deed === 'replace' && !props.cluster.device;
  return (
    <Modal
      opened={deed !== null}
      onClose={props.onClose}
      title={deed ? t(isFirst ? deviceWords.fit : deviceWords[deed]) : ''}
    >
      {deed ? <DeedForm key={deed} {...props} deed={deed} /> : null}
    </Modal>
  );
};
