import { Button, SegmentedControl } from '@mantine/core';
import { IconChecks, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { unreadQuery } from '../../api/notice-queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { NoticeList } from './notice-list.tsx';
import { NoticeSettingsForm } from './notice-settings-form.tsx';
import { noticeWords } from './notice-words.ts';
import styles from './notices-page.module.css';

const views = ['unread', 'everything', 'settings'] as const;
type View = (typeof views)[number];

export const NoticesPage = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const view: View = views.find((one) => one === search.get('xem')) ?? 'unread';
  const unread = useQuery(unreadQuery(api)).data ?? 0;
  const readAll = useMutation({
    mutationFn: () => api.markNoticesRead(),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });
  const label = (one: View): string =>
    one === 'unread' && unread > 0
      ? `${t(noticeWords.unread)} ${format.integer(unread)}`
      : t(noticeWords[one]);

  return (
    <>
      <PageHeader
        title={t(noticeWords.title)}
        lead={t(noticeWords.lead)}
        actions={
          <>
            {mayDo(me, 'webhooks.write') ? (
              <Button
                component={Link}
                href="/thong-bao/gui-di"
                variant="default"
                leftSection={<IconSend size={18} stroke={1.7} aria-hidden />}
              >
                {t(noticeWords.toOutbox)}
              </Button>
            ) : null}
            {view !== 'settings' && unread > 0 ? (
              <Button
                variant="default"
                loading={readAll.isPending}
                leftSection={<IconChecks size={18} stroke={1.7} aria-hidden />}
                onClick={() => readAll.mutate()}
              >
                {t(noticeWords.markAll)}
              </Button>
            ) : null}
          </>
        }
      />
      <SegmentedControl
        className={styles.views}
        size="md"
        fullWidth
        aria-label={t(noticeWords.view)}
        value={view}
        onChange={(one) => setSearch(one === 'unread' ? {} : { xem: one }, { replace: true })}
        data={views.map((one) => ({ value: one, label: label(one) }))}
      />
      {view === 'settings' ? (
        <NoticeSettingsForm />
      ) : (
        <NoticeList key={view} onlyUnread={view === 'unread'} />
      )}
    </>
  );
};
