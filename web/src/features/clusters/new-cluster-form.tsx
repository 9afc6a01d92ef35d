import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { CommuneSelect } from '../../ui/area-select.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type ClusterFacts, ClusterFields, emptyCluster } from './cluster-fields.tsx';
import { deviceWords } from './device-words.ts';
import { useClusterChange } from './use-cluster-change.ts';

/** A place that nobody has entered yet. */
export const NewClusterForm = ({
  me,
  position = null,
  onMade,
  onClose,
}: {
  me: Me;
  /** Where whoever enters it stands, if that is before it. */
  position?: Readonly<{ latitude: number; longitude: number }> | null;
  onMade: (clusterId: string) => void | Promise<void>;
  /** In a dialog. */
  onClose?: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const { area } = me.user;
  const [commune, setCommune] = useState<string | null>(area.level === 'commune' ? area.code : null);
  const [facts, setFacts] = useState<ClusterFacts>({
    ...emptyCluster,
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
  });
  const make = useClusterChange(async (areaCode: string) => {
    const { id } = await api.createCluster({ areaCode, ...facts });
    await onMade(id);
  });
  const deed = {
    isReady: commune !== null && facts.name.trim() !== '',
    isPending: make.isPending,
    onConfirm: () => commune && make.mutate(commune),
  };
  return (
    <Stack gap="sm">
      <CommuneSelect
        me={me}
        label={t(deviceWords.commune)}
        placeholder={t(deviceWords.communePlaceholder)}
        value={commune}
        onChange={setCommune}
      />
      <ClusterFields value={facts} onChange={setFacts} autofocus={onClose !== undefined} />
      {make.error ? <ProblemAlert problem={asProblem(make.error)} /> : null}
      {onClose ? (
        <DialogButtons {...deed} label={t(deviceWords.add)} onClose={onClose} />
      ) : (
        <Button disabled={!deed.isReady} loading={deed.isPending} onClick={deed.onConfirm}>
          {t(deviceWords.add)}
        </Button>
      )}
    </Stack>
  );
};
