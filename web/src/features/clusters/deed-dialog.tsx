import { Modal, Text } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
import { areaName } from '../../words/area-name.ts';
import { CodeForm, type DeedProps, EditForm, EndForm, MoveForm, VolumeForm } from './deed-forms.tsx';
import { deviceWords } from './device-words.ts';
import { ReceiverForm } from './receiver-form.tsx';

export type Deed = 'edit' | 'volume' | 'code' | 'replace' | 'move' | 'revoke' | 'retire';

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
  const { cluster } = props;
  const isFirst = deed === 'replace' && !cluster.device;
  // A code is for the receiver that waits for it; of one that is to be replaced the form speaks itself.
  const served = deed === 'replace' ? null : cluster.device;
  const device = deed === 'code' ? (cluster.waiting ?? served) : served;
  return (
    <Modal
      opened={deed !== null}
      onClose={props.onClose}
      title={deed ? t(isFirst ? deviceWords.fit : deviceWords[deed]) : ''}
    >
      <Text fw={600}>{cluster.name}</Text>
      <Text size="sm" c="dimmed" mb="sm">
        {[areaName(cluster.area), ...(device ? [device.serial] : [])].join(' · ')}
      </Text>
      {deed ? <DeedForm key={deed} {...props} deed={deed} /> : null}
    </Modal>
  );
};
