import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../api/api-context.tsx';
import { unreadQuery } from '../api/notice-queries.ts';
import { noticeWords } from '../features/notices/notice-words.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import { useRefetchInterval } from '../live/live-provider.tsx';
import styles from './bell.module.css';

const QUIET_MS = 60_000;

/** What the account has not read yet, from every page. */
export const Bell = () => {
  const t = useT();
  const format = useFormat();
  const refetchInterval = useRefetchInterval(QUIET_MS);
  const unread = useQuery({ ...unreadQuery(useApi()), refetchInterval }).data ?? 0;
  const name = t(noticeWords.bell);
  return (
    <ActionIcon
      component={Link}
      href="/thong-bao"
      variant="transparent"
      c="inherit"
      className={styles.bell ?? ''}
      aria-label={unread === 0 ? name : `${name}: ${t(noticeWords.unreadCount)(format.integer(unread))}`}
    >
      <IconBell size={23} stroke={1.6} aria-hidden />
      {unread === 0 ? null : (
        <span className={styles.count} aria-hidden data-testid="unread-count">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </ActionIcon>
  );
};
