import { Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { endedAnnouncementsQuery } from '../../api/broadcast-queries.ts';
import { useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { AnnouncementList } from './announcement-list.tsx';
import { announcementWords } from './announcement-words.ts';

export const RecentAnnouncements = ({
  area,
  onOpen,
}: {
  area: string;
  onOpen: (announcementId: string) => void;
}) => {
  const t = useT();
  const ended = useInfiniteQuery(endedAnnouncementsQuery(useApi(), area));
  return (
    <Panel flush title={t(announcementWords.recent)}>
      <QueryView query={ended} skeleton={<Skeleton h={120} m="md" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title={t(announcementWords.noRecent)} />
          ) : (
            <AnnouncementList announcements={items} onOpen={onOpen} />
          );
        }}
      </QueryView>
      <ShowMore query={ended} />
    </Panel>
  );
};
