import { NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ClusterDetail, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { CommuneSelect } from '../../ui/area-select.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { NoteField } from '../../ui/note-field.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { ClaimCode } from './claim-code.tsx';
import { type ClusterFacts, ClusterFields } from './cluster-fields.tsx';
import { deviceWords } from './device-words.ts';
import { useClusterChange } from './use-cluster-change.ts';

export interface DeedProps {
  readonly me: Me;
  readonly cluster: ClusterDetail;
  readonly onClose: () => void;
}

const ReasonField = ({ value, onChange }: { value: string; onChange: (text: string) => void }) => {
  const t = useT();
  return (
    <NoteField
      label={t(deviceWords.reason)}
      description={t(deviceWords.reasonHint)}
      value={value}
      maxLength={300}
      data-autofocus
      onChange={onChange}
    />
  );
};

/** Takes a receiver or the whole place out of service. */
export const EndForm = ({ cluster, deed, onClose }: DeedProps & { deed: 'revoke' | 'retire' }) => {
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
      {end.error ? <ProblemAlert problem={asProblem(end.error)} /> : null}
      <DialogButtons
        label={t(deviceWords[deed])}
        isDangerous
        isReady={reason.trim() !== ''}
        isPending={end.isPending}
        onConfirm={() => end.mutate(undefined)}
        onClose={onClose}
      />
    </Stack>
  );
};

export const MoveForm = ({ me, cluster, onClose }: DeedProps) => {
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
      {move.error ? <ProblemAlert problem={asProblem(move.error)} /> : null}
      <DialogButtons
        label={t(deviceWords.move)}
        isReady={commune !== null && commune !== cluster.area.code && reason.trim() !== ''}
        isPending={move.isPending}
        onConfirm={() => commune && move.mutate(commune)}
        onClose={onClose}
      />
    </Stack>
  );
};

export const EditForm = ({ cluster, onClose }: DeedProps) => {
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
      {edit.error ? <ProblemAlert problem={asProblem(edit.error)} /> : null}
      <DialogButtons
        label={t(commonWords.save)}
        isReady={facts.name.trim() !== ''}
        isPending={edit.isPending}
        onConfirm={() => edit.mutate(undefined)}
        onClose={onClose}
      />
    </Stack>
  );
};

export const VolumeForm = ({ cluster, onClose }: DeedProps) => {
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
      {limit.error ? <ProblemAlert problem={asProblem(limit.error)} /> : null}
      <DialogButtons
        label={t(commonWords.save)}
        isPending={limit.isPending}
        onConfirm={() => limit.mutate(undefined)}
        onClose={onClose}
      />
    </Stack>
  );
};

export const CodeForm = ({ cluster, onClose }: DeedProps) => {
  const t = useT();
  const api = useApi();
  const device = cluster.waiting ?? cluster.device;
  const renew = useClusterChange((deviceId: string) => api.newClaimCode(deviceId));
  if (renew.data) return <ClaimCode issued={renew.data} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t(deviceWords.codeOlder)}</Text>
      {renew.error ? <ProblemAlert problem={asProblem(renew.error)} /> : null}
      <DialogButtons
        label={t(deviceWords.makeCode)}
        isReady={device !== null}
        isPending={renew.isPending}
        onConfirm={() => device && renew.mutate(device.id)}
        onClose={onClose}
      />
    </Stack>
  );
};
