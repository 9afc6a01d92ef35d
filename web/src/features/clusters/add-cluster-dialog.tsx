import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { CommuneSelect } from '../../ui/area-select.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { type ClusterFacts, ClusterFields, emptyCluster } from './cluster-fields.tsx';
import { useClusterChange } from './deed-dialogs.tsx';
import { deviceWords } from './device-words.ts';

const AddCluster = ({ me, onClose }: { me: Me; onClose: () => void }) => {
  const t = useT();
  const api = useApi();
  const [, navigate] = useLocation();
  const { area } = me.user;
  const [commune, setCommune] = useState<string | null>(area.level === 'commune' ? area.code : null);
  const [facts, setFacts] = useState<ClusterFacts>(emptyCluster);
  const create = useClusterChange(async (areaCode: string) => {
    const cluster = await api.createCluster({ areaCode, ...facts });
    onClose();
    navigate(`/cum-loa/${cluster.id}`);
  });
  return (
    <Stack gap="sm">
      <CommuneSelect
        me={me}
        label={t(deviceWords.commune)}
        placeholder={t(deviceWords.communePlaceholder)}
        value={commune}
        onChange={setCommune}
      />
      <ClusterFields value={facts} onChange={setFacts} autofocus />
      {create.error ? <ProblemAlert problem={asProblem(create.error)} /> : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t(commonWords.cancel)}
        </Button>
        <Button
          disabled={commune === null || facts.name.trim() === ''}
          loading={create.isPending}
          onClick={() => commune && create.mutate(commune)}
        >
          {t(deviceWords.add)}
        </Button>
      </Group>
    </Stack>
  );
};

export const AddClusterDialog = ({
  me,
  opened,
  onClose,
}: {
  me: Me;
  opened: boolean;
  onClose: () => void;
}) => {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t(deviceWords.add)}>
      {opened ? <AddCluster me={me} onClose={onClose} /> : null}
    </Modal>
  );
};
