import { IconAlertTriangle, IconClockExclamation } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import styles from './unplaced-line.module.css';
import { unplacedWords } from './unplaced-words.ts';

type Unplaced = ScheduleEntry['unplaced'][number];

/** Why something that is placed does not air as it stands, and until when that can be mended. */
export const UnplacedLine = ({ item, now }: { item: Unplaced; now: number }) => {
  const t = useT();
  const format = useFormat();
  const isMissed =
    item.reason === 'cut-off-missed' || (item.approveBy !== null && Date.parse(item.approveBy) <= now);
  const why =
    item.approveBy !== null && !isMissed && item.approval !== 'withdrawn'
      ? t(unplacedWords.approveBy)(format.time(item.approveBy))
      : item.approval === 'withdrawn'
        ? t(unplacedWords.withdrawn)
        : t(isMissed ? unplacedWords.missed : unplacedWords.reasons[item.reason]);
  const Icon = isMissed ? IconClockExclamation : IconAlertTriangle;
  return (
    <li className={styles.row}>
      <span className={styles.time}>{item.startAt === null ? '' : format.timeWithSeconds(item.startAt)}</span>
      <span className={styles.text}>
        <Link href={`/ban-tin/${item.bulletinId}`}>{item.title}</Link>
        <span className={styles.why} data-missed={isMissed || undefined}>
          <Icon size={15} stroke={1.9} aria-hidden />
          {why}
        </span>
      </span>
    </li>
  );
};
