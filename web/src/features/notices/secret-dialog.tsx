import { Button, CopyButton, Group, Modal, Text } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
import { commonWords } from '../../words/common-words.ts';
import { outboxWords } from './outbox-words.ts';
import styles from './webhooks-panel.module.css';

/** A webhook's secret, the one time that it is shown. */
export const SecretDialog = ({ secret, onClose }: { secret: string | null; onClose: () => void }) => {
  const t = useT();
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={t(outboxWords.secretTitle)}
      closeOnClickOutside={false}
    >
      <Text size="sm" mb="sm">
        {t(outboxWords.secretHint)}
      </Text>
      <code className={styles.secret}>{secret}</code>
      <Group justify="flex-end" gap="xs" mt="md">
        <CopyButton value={secret ?? ''}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? outboxWords.copied : outboxWords.copy)}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t(commonWords.close)}</Button>
      </Group>
    </Modal>
  );
};
