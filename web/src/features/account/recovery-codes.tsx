import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import { useT } from '../../i18n/language.tsx';
import { commonWords } from '../../words/common-words.ts';
import styles from './account.module.css';
import { accountWords } from './account-words.ts';

/** The codes, this once; whoever goes on says that they are kept. */
export const RecoveryCodes = ({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) => {
  const t = useT();
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{t(accountWords.codesTitle)}</Text>
        <Text size="sm" c="dimmed">
          {t(accountWords.codesLead)}
        </Text>
      </div>
      <div className={styles.printed} data-print="codes">
        {/* Not whose they are: the sheet may get lost. */}
        <p className={styles.heading}>{t(accountWords.codesPrinted)(window.location.host)}</p>
        <ol className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <Group gap="sm">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? commonWords.copied : commonWords.copy)}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden />}
          onClick={() => window.print()}
        >
          {t(accountWords.print)}
        </Button>
        <Button onClick={onKept}>{t(accountWords.kept)}</Button>
      </Group>
    </Stack>
  );
};
