import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Announcement, Me } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { announcementQuery } from '../../api/broadcast-queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Facts } from '../../ui/facts.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import styles from './announcement-drawer.module.css';
import { AnnouncementProgress } from './announcement-progress.tsx';
import { announcementWords } from './announcement-words.ts';
import { EndForm } from './end-form.tsx';
import { isInForce, leftMs, titleBesideMark } from './in-force.ts';
import { NotStartedList } from './not-started-list.tsx';
import { requestWords } from './request-words.ts';

const BUSY_MS = 1_500;

const useFacts = (one: Announcement): (readonly [string, string])[] => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const left = leftMs(one, now);
  const end = one.endedAt ?? one.endAt;
  const endText =
    end === null
      ? t(announcementWords.factUntilLifted)
      : `${format.timeWithSeconds(end)}${one.state === 'inForce' && left !== null ? ` (${t(announcementWords.left)(format.countdown(left))})` : ''}`;
  return [
    [t(announcementWords.factWhere), one.targetNames.join(', ')],
    [
      t(announcementWords.factStart),
      t(announcementWords.startedBy)(format.timeWithSeconds(one.startAt), one.startedBy),
    ],
    ...(one.confirmedBy === null ? [] : [[t(requestWords.confirmedBy), one.confirmedBy] as const]),
    ...(one.breakGlass ? [[t(requestWords.alone), one.reason ?? ''] as const] : []),
    [t(announcementWords.factEnd), endText],
    ...(one.endedBy === null ? [] : [[t(announcementWords.factEndedBy), one.endedBy] as const]),
    ...(one.reason === null || one.breakGlass ? [] : [[t(announcementWords.reason), one.reason] as const]),
  ];
};

const View = ({ me, announcement }: { me: Me; announcement: Announcement }) => {
  const now = useServerNow();
  const facts = useFacts(announcement);
  const running = isInForce(announcement, now);
  const title = titleBesideMark(announcement);
  return (
    <div className={styles.root}>
      <div>
        <KindMark kind={announcement.kind} />
        {title === null ? null : <h3 className={styles.title}>{title}</h3>}
      </div>
      <AnnouncementProgress announcement={announcement} />
      {running && mayDo(me, 'announcements.stop') ? <EndForm announcement={announcement} /> : null}
      <Facts stacked items={facts} />
      <NotStartedList announcement={announcement} running={running} />
    </div>
  );
};

/** One announcement while it lasts and afterwards: how far it got, who has not started and why, its end. */
export const AnnouncementDrawer = ({
  me,
  announcementId,
  onClose,
}: {
  me: Me;
  /** Null while closed. */
  announcementId: string | null;
  onClose: () => void;
}) => {
  const t = useT();
  const phone = useMediaQuery('(max-width: 40em)');
  const query = useQuery({
    ...announcementQuery(useApi(), announcementId ?? ''),
    enabled: announcementId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : BUSY_MS),
  });
  return (
    <Drawer
      opened={announcementId !== null}
      onClose={onClose}
      title={query.data ? t(announcementWords.kinds[query.data.kind]) : ''}
      size={phone ? '100%' : 'lg'}
      keepMounted={false}
    >
      <QueryView query={query}>{(data) => <View me={me} announcement={data} />}</QueryView>
    </Drawer>
  );
};
