import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import styles from './announcement-progress.module.css';
import { announcementWords } from './announcement-words.ts';
import { progressParts } from './in-force.ts';

/** How many have started, and how many have not, in figures and as a bar. */
export const AnnouncementProgress = ({ announcement }: { announcement: Announcement }) => {
  const t = useT();
  const format = useFormat();
  const { progress, kind } = announcement;
  const isStop = kind === 'stop';
  const parts = progressParts(progress);
  const startedWord = t(isStop ? announcementWords.stopped : announcementWords.started);
  const missingWord = t(isStop ? announcementWords.notStopped : announcementWords.notStarted);
  return (
    <div className={styles.root}>
      <div className={styles.figures}>
        <p className={styles.figure} data-testid="announcement-started">
          <strong>{format.integer(progress.started)}</strong>
          <span>
            {startedWord} / {format.integer(progress.targeted)}
          </span>
        </p>
        <p className={styles.figure} data-missing={progress.notStarted > 0 || undefined}>
          <strong>{format.integer(progress.notStarted)}</strong>
          <span>
            {missingWord}
            {parts.offline > 0 ? ` (${t(announcementWords.offlineOf)(format.integer(parts.offline))})` : ''}
          </span>
        </p>
      </div>
      <StackedBar
        size="lg"
        label={`${startedWord} ${format.ratio(progress.started, progress.targeted)}, ${missingWord} ${format.integer(progress.notStarted)}`}
        parts={[
          { key: 'started', value: parts.started, fill: isStop ? 'var(--tt-idle)' : 'var(--tt-good-fill)' },
          { key: 'waiting', value: parts.waiting, fill: 'var(--tt-warn-fill)', pattern: 'moving' },
          { key: 'offline', value: parts.offline, fill: 'var(--tt-bad-fill)', pattern: 'hatch' },
        ]}
      />
    </div>
  );
};
