import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { PersonLink } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import styles from './people.module.css';
import { peopleWords } from './people-words.ts';

/** A link to hand over, as text and as a code that the other's telephone reads from this screen. */
export const LinkCard = ({ link, name, onDone }: { link: PersonLink; name: string; onDone: () => void }) => {
  const t = useT();
  const format = useFormat();
  const address = new URL(link.path, window.location.origin).href;
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{t(peopleWords.linkTitle)}</Text>
        <Text size="sm" c="dimmed">
          {t(peopleWords.linkLead)(name, format.dateTime(link.expiresAt))}
        </Text>
      </div>
      <QrCode text={address} label={t(peopleWords.linkQr)} />
      <div className={styles.link}>{address}</div>
      <Group gap="sm">
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? peopleWords.copied : peopleWords.copyLink)}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t(peopleWords.done)}</Button>
      </Group>
    </Stack>
  );
};
