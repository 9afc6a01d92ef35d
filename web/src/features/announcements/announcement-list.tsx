import { IconChevronRight } from '@tabler/icons-react';
import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './announcement-list.module.css';
import { announcementWords } from './announcement-words.ts';
import { titleBesideMark } from './in-force.ts';
import { requestWords } from './request-words.ts';

const Row = ({ announcement, onOpen }: { announcement: Announcement; onOpen: () => void }) => {
  const t = useT();
  const format = useFormat();
  const { progress, kind } = announcement;
  const title = titleBesideMark(announcement);
  return (
    <button type="button" className={styles.row} aria-haspopup="dialog" onClick={onOpen}>
      <span className={styles.text}>
        <span className={styles.line}>
          <KindMark kind={kind} />
          <span className={styles.when}>{format.dateTime(announcement.startAt)}</span>
        </span>
        {title === null ? null : <span className={styles.title}>{title}</span>}
        {announcement.breakGlass ? (
          <span className={styles.facts}>
            <Tag tone="bad">{t(requestWords.alone)}</Tag> {announcement.reason}
          </span>
        ) : null}
        <span className={styles.facts}>
          {announcement.targetNames.join(', ')} ·{' '}
          {t(kind === 'stop' ? announcementWords.stopped : announcementWords.started)}{' '}
          {format.ratio(progress.started, progress.targeted)}
        </span>
      </span>
      <IconChevronRight size={20} stroke={1.8} aria-hidden />
    </button>
  );
};

export const AnnouncementList = ({
  announcements,
  onOpen,
}: {
  announcements: readonly Announcement[];
  onOpen: (announcementId: string) => void;
}) => (
  <ul className={styles.list}>
    {announcements.map((announcement) => (
      <li key={announcement.id}>
        <Row announcement={announcement} onOpen={() => onOpen(announcement.id)} />
      </li>
    ))}
  </ul>
);
