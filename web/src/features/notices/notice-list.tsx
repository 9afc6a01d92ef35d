import { Select, Skeleton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { noticesQuery } from '../../api/notice-queries.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import styles from './notice-list.module.css';
import { NoticeRow } from './notice-row.tsx';
import { noticeWords } from './notice-words.ts';

import { typeNames } from './type-names.ts';

/** What this account was told, newest first. */
export const NoticeList = ({ onlyUnread }: { onlyUnread: boolean }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [type, setType] = useState<string | null>(null);
  const refetchInterval = useRefetchInterval(60_000);
  const notices = useInfiniteQuery({
    ...noticesQuery(api, { unread: onlyUnread ? 'true' : 'false', type }),
    placeholderData: (held) => held,
    refetchInterval,
  });
  const read = useMutation({
    mutationFn: (id: string) => api.markNoticesRead([id]),
    onSettled: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });

  return (
    <>
      <Select
        className={styles.filter}
        label={t(noticeWords.type)}
        placeholder={t(noticeWords.allTypes)}
        value={type}
        clearable
        data={typeNames.map((one) => ({ value: one, label: t(noticeWords.types[one]) }))}
        onChange={setType}
      />
      <QueryView query={notices} skeleton={<Skeleton h={320} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty
              icon={<IconBell size={24} stroke={1.6} aria-hidden />}
              title={t(onlyUnread ? noticeWords.nothingUnread : noticeWords.nothing)}
              hint={t(noticeWords.nothingHint)}
            />
          ) : (
            <Panel flush>
              <ul className={styles.rows}>
                {items.map((notice) => (
                  <li key={notice.id}>
                    <NoticeRow
                      notice={notice}
                      onOpen={() => {
                        if (notice.readAt === null) read.mutate(notice.id);
                      }}
                    />
                  </li>
                ))}
              </ul>
            </Panel>
          );
        }}
      </QueryView>
      <ShowMore query={notices} />
    </>
  );
};
