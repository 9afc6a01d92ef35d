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
import { sessionWords } from './session-words.ts';

/** Warnings about what sounds instead of what: the dry run shows them in their place. */
const collisions: readonly string[] = [
  'Session_Displaces',
  'Session_Displaced',
  'Session_DisplacesOthers',
  'Session_Stopped',
  'Session_Overlaps',
];

interface SaveWarningsProps {
  readonly session: Session;
  /** Local date of the first occurrence. */
  readonly date: string;
  onFollow(): void;
}

/** What the person should know although it was saved: most of all, who gives way to whom. */
export const SaveWarnings = ({ session, date, onFollow }: SaveWarningsProps) => {
  const t = useT();
  const { language } = useLanguage();
  const target = session.targets.find((one) => 'areaCode' in one)?.areaCode ?? session.area.code;
  const area = useQuery(areaQuery(useApi(), target));
  if (session.warnings.length === 0) return null;
  const collides = session.warnings.some(({ code }) => collisions.includes(code));
  return (
    <Alert
      className={styles.root}
      color="nghe"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(sessionWords.warnings)}
    >
      <ul className={styles.list}>
        {session.warnings.map((warning) => (
          <li key={warning.code + warning.en}>{warning[language]}</li>
        ))}
      </ul>
      {collides && area.data?.level === 'commune' ? (
        <Anchor component={Link} href={dryRunHref(target, date)} className={styles.link} onClick={onFollow}>
          <IconCalendarSearch size={18} stroke={1.7} aria-hidden />
          {t(dryRunWords.seeDryRun)}
        </Anchor>
      ) : null}
    </Alert>
  );
};
