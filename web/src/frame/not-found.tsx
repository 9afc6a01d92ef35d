import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useT } from '../i18n/language.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { frameWords } from './frame-words.ts';

export const NotFound = () => {
  const t = useT();
  return (
    <>
      <PageHeader title={t(frameWords.notFoundTitle)} lead={t(frameWords.notFoundLead)} />
      <Button component={Link} href="/">
        {t(frameWords.backToOverview)}
      </Button>
    </>
  );
};
