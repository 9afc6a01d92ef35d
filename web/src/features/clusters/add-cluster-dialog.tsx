import { Modal } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { deviceWords } from './device-words.ts';
import { NewClusterForm } from './new-cluster-form.tsx';

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
  const [, navigate] = useLocation();
  return (
    <Modal opened={opened} onClose={onClose} title={t(deviceWords.add)}>
      {opened ? (
        <NewClusterForm
          me={me}
          onClose={onClose}
          onMade={(clusterId) => {
            onClose();
            navigate(`/cum-loa/${clusterId}`);
          }}
        />
      ) : null}
    </Modal>
  );
};
