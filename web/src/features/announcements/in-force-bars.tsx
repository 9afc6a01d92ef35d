import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Announcement, Me } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { announcementMarks } from '../../words/domain-words.ts';
import { AnnouncementDrawer } from './announcement-drawer.tsx';
import { announcementWords } from './announcement-words.ts';
import { isStopped, leftMs, titleBesideMark } from './in-force.ts';
import styles from './in-force-bars.module.css';
import { requestWords } from './request-words.ts';
import { useInForce } from './use-in-force.ts';

/** More would push the page away; the rest is one tap further. */
const MOST_BARS = 2;

const Counts = ({ announcement, stopped }: { announcement: Announcement; stopped: boolean }) => {
  const t = useT();
  const format = useFormat();
  if (stopped) return <span className={styles.counts}>{t(announcementWords.silenced)}</span>;
  const { started, targeted, notStarted } = announcement.progress;
  const isStop = announcement.kind === 'stop';
  return (
    <span className={styles.counts}>
      <span data-testid="in-force-started">
        {t(isStop ? announcementWords.stopped : announcementWords.started)}{' '}
        <strong>{format.ratio(started, targeted)}</strong>
      </span>
      {notStarted > 0 ? (
        <span className={styles.missing}>
          {t(isStop ? announcementWords.notStopped : announcementWords.notStarted)}{' '}
          <strong>{format.integer(notStarted)}</strong>
        </span>
      ) : null}
    </span>
  );
};

interface BarProps {
  readonly me: Me;
  readonly announcement: Announcement;
  readonly stopped: boolean;
}

const Bar = ({ me, announcement, stopped }: BarProps) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const [opened, { open, close }] = useDisclosure(false);
  const left = leftMs(announcement, now);
  return (
    <>
      <button
        type="button"
        className={styles.bar}
        data-kind={announcement.kind}
        data-testid={`in-force-${announcement.kind}`}
        aria-haspopup="dialog"
        onClick={open}
      >
        <KindIcon kind={announcement.kind} size={26} />
        <span className={styles.text}>
          <span className={styles.line}>
            <strong className={styles.mark}>{t(announcementMarks[announcement.kind])}</strong>
            <span className={styles.title}>
              {[titleBesideMark(announcement), announcement.targetNames.join(', ')]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </span>
          <Counts announcement={announcement} stopped={stopped} />
        </span>
        <span className={styles.left}>
          {left === null
            ? t(announcementWords.since)(format.time(announcement.startAt))
            : t(announcementWords.left)(format.countdown(left))}
        </span>
        <IconChevronRight size={20} stroke={1.9} aria-hidden />
        {/* On a line of its own, however narrow: why one person alone did it is for everybody to see. */}
        {announcement.breakGlass ? (
          <span className={styles.alone}>
            <strong>{t(requestWords.alone)}:</strong> {announcement.reason}
          </span>
        ) : null}
      </button>
      <AnnouncementDrawer me={me} announcementId={opened ? announcement.id : null} onClose={close} />
    </>
  );
};

/** What is in force now, on every page: nobody works beside an emergency or a stop without knowing. */
export const InForceBars = ({ me }: { me: Me }) => {
  const t = useT();
  const format = useFormat();
  const inForce = useInForce(me.user.area.code);
  const [first] = inForce;
  return (
    <section className={styles.bars} aria-label={t(announcementWords.inForce)}>
      {/* Said once when it begins; the counts on the bar change too often to be read out. */}
      <p className={styles.hidden} role="alert">
        {first ? t(announcementWords.began)(t(announcementWords.kinds[first.kind]), first.title) : ''}
      </p>
      {inForce.slice(0, MOST_BARS).map((announcement) => (
        <Bar
          key={announcement.id}
          me={me}
          announcement={announcement}
          stopped={isStopped(announcement, inForce)}
        />
      ))}
      {inForce.length > MOST_BARS ? (
        <Link href="/khan-cap" className={styles.more}>
          {t(announcementWords.moreInForce)(format.integer(inForce.length - MOST_BARS))}
        </Link>
      ) : null}
    </section>
  );
};
