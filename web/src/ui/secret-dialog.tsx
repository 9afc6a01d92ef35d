import { Button, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';
import styles from './secret-dialog.module.css';

interface SecretDialogProps {
  readonly title: string;
  readonly lead: string;
  /** Null while closed. */
  readonly secret: string | null;
  onClose(): void;
}

/** A secret, the one time that it is shown: a press beside it does not take it away. */
export const SecretDialog = ({ title, lead, secret, onClose }: SecretDialogProps) => {
  const t = useT();
  return (
    <Modal opened={secret !== null} onClose={onClose} title={title} closeOnClickOutside={false}>
      <Stack gap="md">
        <Text size="sm">{lead}</Text>
        <code className={styles.secret}>{secret}</code>
        <Group justify="flex-end" gap="xs">
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? commonWords.copied : commonWords.copy)}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t(commonWords.close)}</Button>
        </Group>
      </Stack>
    </Modal>
  );
};
