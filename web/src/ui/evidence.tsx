import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconClockShare,
  IconDeviceSpeaker,
  IconEar,
  IconUserCheck,
} from '@tabler/icons-react';
import type { Playback } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { deviationWords, gradeWords } from '../words/domain-words.ts';
import styles from './evidence.module.css';
import { playbackWords } from './playback-words.ts';
import { Tag } from './tag.tsx';

const gradeIcons = { reported: IconDeviceSpeaker, measured: IconEar, confirmed: IconUserCheck } as const;

export const Grade = ({ grade }: { grade: Playback['grade'] }) => {
  const t = useT();
  if (grade === null) return <span className={styles.none}>{t(playbackWords.none)}</span>;
  const Icon = gradeIcons[grade];
  return (
    <span className={styles.grade}>
      <Icon size={16} stroke={1.7} aria-hidden />
      {t(gradeWords[grade])}
    </span>
  );
};

/** What departs from the usual: evidence that came late, sound that no plan asked for. */
export const PlayMarks = ({ play }: { play: Pick<Playback, 'lateEvidence' | 'deviation'> }) => {
  const t = useT();
  if (!play.lateEvidence && play.deviation === null) return null;
  return (
    <span className={styles.marks}>
      {play.lateEvidence ? (
        <Tooltip label={t(playbackWords.lateHint)} events={{ hover: true, focus: true, touch: true }}>
          <span>
            <Tag tone="sound" icon={<IconClockShare size={15} stroke={1.9} aria-hidden />}>
              {t(playbackWords.late)}
            </Tag>
          </span>
        </Tooltip>
      ) : null}
      {play.deviation === null ? null : (
        <Tag tone="warn" icon={<IconAlertTriangle size={15} stroke={1.9} aria-hidden />}>
          {t(deviationWords(play.deviation))}
        </Tag>
      )}
    </span>
  );
};
