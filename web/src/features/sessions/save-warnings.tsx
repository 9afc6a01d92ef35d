import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle, IconCalendarSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Session } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { areaQuery } from '../../api/queries.ts';
import { useLanguage, useT } from '../../i18n/language.tsx';
import { dryRunHref } from '../dry-run/dry-run-filter.ts';
import { dryRunWords } from '../dry-run/dry-run-words.ts';
import styles from './save-warnings.module.css';

/** Warnings about what sounds instead of what: the dry run shows them in their place. */
const collisions: readonly string[] = [
  'Session_Displaces',
  'Session_Displaced',
  'Session_DisplacesOthers',
  'Session_Stopped',
];

interface SaveWarningsProps {
  readonly title: string;
  readonly warnings: Session['warnings'];
  /** An area that the session reaches, and the local date of its first occurrence: where to look further. */
  readonly areaCode: string;
  readonly date: string;
  readonly onFollow?: () => void;
}

/** What the person should know although it can be saved: most of all, who gives way to whom. */
export const SaveWarnings = ({ title, warnings, areaCode, date, onFollow }: SaveWarningsProps) => {
  const t = useT();
  const { language } = useLanguage();
  const area = useQuery(areaQuery(useApi(), areaCode));
  if (warnings.length === 0) return null;
  const collides = warnings.some(({ code }) => collisions.includes(code));
  return (
    <Alert
      className={styles.root}
      color="nghe"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      data-testid="save-warnings"
    >
      <ul className={styles.list}>
        {warnings.map((warning) => (
          <li key={warning.code + warning.en}>{warning[language]}</li>
        ))}
      </ul>
      {collides && area.data?.level === 'commune' ? (
        <Anchor component={Link} href={dryRunHref(areaCode, date)} className={styles.link} onClick={onFollow}>
          <IconCalendarSearch size={18} stroke={1.7} aria-hidden />
          {t(dryRunWords.seeDryRun)}
        </Anchor>
      ) : null}
    </Alert>
  );
};
