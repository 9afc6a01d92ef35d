import { Button } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import type { InboxEntry } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName, areaTitle } from '../../words/area-name.ts';
import { BulletinAudio } from '../bulletins/bulletin-audio.tsx';
import styles from './inbox-row.module.css';
import { InboxStateMark } from './inbox-state-mark.tsx';
import { inboxWords } from './inbox-words.ts';

interface InboxRowProps {
  readonly entry: InboxEntry;
  /** Where somebody looks at the inboxes of several communes. */
  readonly withCommune: boolean;
  /** Absent for those who may only look. */
  readonly onPlace?: (() => void) | undefined;
  readonly onDecline?: (() => void) | undefined;
}

const Decision = ({ entry }: { entry: InboxEntry }) => {
  const t = useT();
  const format = useFormat();
  if (entry.state === 'waiting') return null;
  const who =
    entry.decidedBy !== null && entry.decidedAt !== null
      ? t(inboxWords.decidedBy)(entry.decidedBy, format.dateTime(entry.decidedAt))
      : null;
  const what =
    entry.state === 'placed' && entry.dates.length > 0
      ? t(inboxWords.placedOn)(entry.dates.map(format.shortDate).join(', '))
      : entry.reason;
  return (
    <p className={styles.decision}>
      <InboxStateMark state={entry.state} />
      <span>{[what, who].filter((part) => part !== null).join(' · ')}</span>
    </p>
  );
};

export const InboxRow = ({ entry, withCommune, onPlace, onDecline }: InboxRowProps) => {
  const t = useT();
  const format = useFormat();
  return (
    <article className={styles.row} data-testid="inbox-entry">
      <div className={styles.about}>
        <h3 className={styles.title}>
          {entry.bulletin.title} {withCommune ? <Tag>{areaTitle(entry.to)}</Tag> : null}
        </h3>
        <p className={styles.from}>
          {t(inboxWords.sentBy)(areaName(entry.from), entry.sentBy, format.dateTime(entry.sentAt))}
        </p>
        {entry.note ? <p className={styles.note}>“{entry.note}”</p> : null}
        <Decision entry={entry} />
      </div>
      <div className={styles.audio}>
        <BulletinAudio bulletin={entry.bulletin} />
      </div>
      {entry.state === 'waiting' && onPlace && onDecline ? (
        <div className={styles.actions}>
          <Button
            variant="light"
            leftSection={<IconCalendarPlus size={18} stroke={1.8} aria-hidden />}
            onClick={onPlace}
          >
            {t(inboxWords.place)}
          </Button>
          <Button variant="default" onClick={onDecline}>
            {t(inboxWords.decline)}
          </Button>
        </div>
      ) : null}
    </article>
  );
};
