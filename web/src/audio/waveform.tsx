import { useElementSize } from '@mantine/hooks';
import { useId, useMemo } from 'react';
import { useFormat, useT } from '../i18n/language.tsx';
import { audioWords } from './audio-words.ts';
import { barsPath, resamplePeaks } from './peaks.ts';
import styles from './waveform.module.css';

const BAR = 2;
const PITCH = 4;

interface WaveformProps {
  readonly title: string;
  readonly peaks: readonly number[];
  readonly durationMs: number;
  readonly positionMs: number;
  readonly height?: number;
  onSeek(positionMs: number): void;
}

/** The audio's shape, and its position in it: dragged, tapped, or moved with the arrow keys. */
export const Waveform = ({ title, peaks, durationMs, positionMs, height = 44, onSeek }: WaveformProps) => {
  const t = useT();
  const format = useFormat();
  const clipId = useId();
  const { ref, width } = useElementSize();
  const path = useMemo(
    () =>
      barsPath(resamplePeaks(peaks, Math.floor((width + PITCH - BAR) / PITCH)), {
        height,
        pitch: PITCH,
        bar: BAR,
      }),
    [peaks, width, height],
  );
  const share = durationMs > 0 ? Math.min(1, positionMs / durationMs) : 0;

  return (
    <div ref={ref} className={styles.root} style={{ height }}>
      <svg width={width} height={height} aria-hidden>
        <clipPath id={clipId}>
          <rect width={width * share} height={height} />
        </clipPath>
        <path d={path} className={styles.ahead} strokeWidth={BAR} />
        <path d={path} className={styles.behind} strokeWidth={BAR} clipPath={`url(#${clipId})`} />
      </svg>
      <input
        type="range"
        className={styles.slider}
        min={0}
        max={durationMs}
        step={1000}
        value={positionMs}
        aria-label={t(audioWords.position)(title)}
        aria-valuetext={`${format.clock(positionMs)} / ${format.clock(durationMs)}`}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
      />
    </div>
  );
};
