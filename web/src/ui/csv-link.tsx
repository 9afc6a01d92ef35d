import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';
import styles from './csv-link.module.css';

/** What is on show as a table for a spreadsheet. */
export const CsvLink = ({ href, hint }: { href: string; hint?: string }) => {
  const t = useT();
  return (
    <Button
      component="a"
      href={href}
      download
      variant="default"
      title={hint}
      aria-label={t(commonWords.csv)}
      leftSection={<IconDownload size={18} stroke={1.7} aria-hidden />}
    >
      <span className={styles.long}>{t(commonWords.csv)}</span>
      <span className={styles.short}>CSV</span>
    </Button>
  );
};
