import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { CreatedDevice } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import styles from './claim-code.module.css';
import { deviceWords } from './device-words.ts';

/** The one-time code of a receiver, to scan or to type. */
export const ClaimCode = ({
  issued,
}: {
  issued: Pick<CreatedDevice, 'device' | 'claimCode' | 'claimLink' | 'claimExpiresAt'>;
}) => {
  const t = useT();
  const format = useFormat();
  return (
    <Stack gap="sm" align="center">
      <Text ta="center">
        <strong>{t(deviceWords.codeFor)(issued.device.serial)}</strong>
        <br />
        {t(deviceWords.codeLead)}
      </Text>
      <QrCode text={issued.claimLink} label={t(deviceWords.qrLabel)} />
      <code className={styles.code} data-testid="claim-code">
        {issued.claimCode}
      </code>
      <Group gap="xs" justify="center">
        <CopyButton value={issued.claimCode}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? deviceWords.copied : deviceWords.copy)}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" c="dimmed" ta="center">
        {t(deviceWords.codeUntil)(format.dateTime(issued.claimExpiresAt))}
      </Text>
    </Stack>
  );
};
