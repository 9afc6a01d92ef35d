import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHandStop } from '@tabler/icons-react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { announcementWords } from './announcement-words.ts';
import styles from './stop-control.module.css';
import { StopForm } from './stop-form.tsx';

/** On every page within reach: one tap to open, one hold, and everything is silent. */
export const StopControl = ({ me }: { me: Me }) => {
  const t = useT();
  const [opened, { open, close }] = useDisclosure(false);
  if (!mayDo(me, 'announcements.stop')) return null;
  return (
    <>
      <Tooltip label={t(announcementWords.stopOpen)}>
        <ActionIcon
          variant="transparent"
          c="inherit"
          className={styles.button}
          aria-label={t(announcementWords.stopOpen)}
          aria-haspopup="dialog"
          onClick={open}
        >
          <IconHandStop size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal opened={opened} onClose={close} title={t(announcementWords.stopTitle)} size="md">
        <StopForm me={me} onStopped={close} />
      </Modal>
    </>
  );
};
