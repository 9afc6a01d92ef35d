import { IconChevronDown, IconClockShare } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useFormat, useT } from '../../i18n/language.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { OutcomeBar } from '../../ui/outcome-bar.tsx';
import { Tag } from '../../ui/tag.tsx';
import { classWords } from '../../words/domain-words.ts';
import { requestWords } from '../announcements/request-words.ts';
import { asRunWords } from './as-run-words.ts';
import { DeviceList } from './device-list.tsx';
import type { PlaybackSummary } from './group-by-session.ts';
import styles from './item-row.module.css';

/** One item over all its devices; opened, each of them. */
export const ItemRow = ({ item, area }: { item: PlaybackSummary; area: string }) => {
  const t = useT();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const bodyId = useId();
  return (
    <div className={styles.item} data-opened={opened || undefined}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={opened}
        aria-controls={bodyId}
        data-testid={`item-${item.itemId}`}
        onClick={() => setOpened(!opened)}
      >
        <span className={styles.time}>{format.timeWithSeconds(item.plannedStart)}</span>
        <span className={styles.what}>
          <span className={styles.title}>{item.title}</span>
          <span className={styles.facts}>
            {format.clock(Date.parse(item.plannedEnd) - Date.parse(item.plannedStart))} ·{' '}
            {t(asRunWords.devices)(format.integer(item.devices))}
            {item.announcementKind === null ? null : <KindMark kind={item.announcementKind} />}
            {item.breakGlass === null ? null : (
              <Tag tone="bad">{`${t(requestWords.alone)}: ${item.breakGlass}`}</Tag>
            )}
            {item.announcementKind !== null || item.class === 'normal' ? null : (
              <Tag tone="warn">{t(classWords[item.class])}</Tag>
            )}
            {item.lateEvidence > 0 ? (
              <span className={styles.late}>
                <IconClockShare size={15} stroke={1.8} aria-hidden />
                {t(asRunWords.lateCount)(format.integer(item.lateEvidence))}
              </span>
            ) : null}
          </span>
        </span>
        <span className={styles.outcomes}>
          <OutcomeBar counts={item.outcomes} size="sm" />
        </span>
        <IconChevronDown size={20} stroke={1.8} aria-hidden className={styles.chevron} />
      </button>
      <div id={bodyId}>{opened ? <DeviceList item={item} area={area} /> : null}</div>
    </div>
  );
};
