import { Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Bulletin } from '../../../../controller/http/api-type.ts';
import { audioWords } from '../../audio/audio-words.ts';
import { PlayButton } from '../../audio/play-button.tsx';
import { usePlayer } from '../../audio/player-context.tsx';
import { Waveform } from '../../audio/waveform.tsx';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import styles from './bulletin-audio.module.css';
import { bulletinWords } from './bulletin-words.ts';

type Asset = NonNullable<Bulletin['audio']['asset']>;

const ReadyAudio = ({ title, asset, height }: { title: string; asset: Asset; height: number }) => {
  const t = useT();
  const format = useFormat();
  const player = usePlayer(asset.url);
  const { positionMs, playing, failed } = player.now;
  return (
    <div className={styles.ready}>
      <PlayButton title={title} playing={playing} onToggle={() => player.toggle(asset.url)} />
      <Waveform
        title={title}
        peaks={asset.peaks}
        durationMs={asset.durationMs}
        positionMs={positionMs}
        height={height}
        onSeek={(position) => player.seek(asset.url, position)}
      />
      <span className={styles.time}>
        {positionMs > 0 ? `${format.clock(positionMs)} / ` : ''}
        {format.clock(asset.durationMs)}
      </span>
      {failed ? (
        <p className={styles.failed} role="alert">
          {t(audioWords.failed)}
        </p>
      ) : null}
    </div>
  );
};

/** A bulletin's audio wherever it stands: waiting, in work, ready to hear, or refused with the reason. */
export const BulletinAudio = ({ bulletin, height = 40 }: { bulletin: Bulletin; height?: number }) => {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const { audio } = bulletin;

  if (audio.asset && audio.state === 'ready')
    return <ReadyAudio title={bulletin.title} asset={audio.asset} height={height} />;
  if (audio.state === 'failed')
    return (
      <p className={styles.fault}>
        <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
        <span>
          <strong>{t(bulletinWords.failed)}.</strong> {audio.fault?.[language] ?? ''}
        </span>
      </p>
    );
  return (
    <div className={styles.working}>
      <p role="status">
        {audio.state === 'processing'
          ? t(bulletinWords.processing)(`${format.integer(Math.round(audio.progress * 100))}%`)
          : t(bulletinWords.queued)}
      </p>
      <Progress
        value={audio.progress * 100}
        animated
        size="sm"
        aria-label={t(bulletinWords.audio)}
        color="cham.5"
      />
    </div>
  );
};
