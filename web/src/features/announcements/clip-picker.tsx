import { Button, Radio, Skeleton } from '@mantine/core';
import { IconMicrophone2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { EmergencyClips } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { emergencyClipsQuery } from '../../api/broadcast-queries.ts';
import { PlayButton } from '../../audio/play-button.tsx';
import { usePlayer } from '../../audio/player-context.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaName } from '../../words/area-name.ts';
import { announcementWords } from './announcement-words.ts';
import styles from './clip-picker.module.css';

type Clip = EmergencyClips['items'][number];

interface ClipPickerProps {
  readonly area: string;
  readonly value: string | null;
  onChange(bulletinId: string): void;
}

const ClipRow = ({ clip, chosen }: { clip: Clip; chosen: boolean }) => {
  const format = useFormat();
  const { url, durationMs } = clip.asset;
  const player = usePlayer(url);
  return (
    <li className={styles.row} data-chosen={chosen || undefined}>
      <Radio.Card value={clip.bulletinId} className={styles.choice}>
        <Radio.Indicator />
        <span className={styles.text}>
          <span className={styles.title}>{clip.title}</span>
          <span className={styles.facts}>
            {format.clock(durationMs)} · {areaName(clip.area)}
          </span>
        </span>
      </Radio.Card>
      <PlayButton
        title={clip.title}
        playing={player.now.playing}
        size={40}
        onToggle={() => player.toggle(url)}
      />
    </li>
  );
};

const Clips = ({ clips, value, onChange }: Omit<ClipPickerProps, 'area'> & { clips: readonly Clip[] }) => {
  const t = useT();
  // A single one needs no choice; among several a wrong guess would sound in earnest.
  const only = clips.length === 1 ? clips[0]?.bulletinId : undefined;
  useEffect(() => {
    if (only !== undefined && value !== only) onChange(only);
  }, [only, value, onChange]);
  return (
    <Radio.Group
      label={t(announcementWords.clip)}
      description={t(announcementWords.clipHint)}
      value={value}
      onChange={onChange}
    >
      <ul className={styles.list}>
        {clips.map((clip) => (
          <ClipRow key={clip.bulletinId} clip={clip} chosen={clip.bulletinId === value} />
        ))}
      </ul>
    </Radio.Group>
  );
};

/** Approved clips that loudspeakers of the place hold in advance, each to be heard before it is chosen. */
export const ClipPicker = ({ area, ...field }: ClipPickerProps) => {
  const t = useT();
  const clips = useQuery(emergencyClipsQuery(useApi(), area));
  return (
    <QueryView query={clips} skeleton={<Skeleton h={120} />}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty
            icon={<IconMicrophone2 size={24} stroke={1.6} aria-hidden />}
            title={t(announcementWords.noClips)}
            hint={t(announcementWords.noClipsHint)}
            action={
              <Button component={Link} href="/ban-tin" variant="default">
                {t(announcementWords.toBulletins)}
              </Button>
            }
          />
        ) : (
          <Clips clips={items} {...field} />
        )
      }
    </QueryView>
  );
};
