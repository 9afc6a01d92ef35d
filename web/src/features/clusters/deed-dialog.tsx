import { Modal } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
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
