import { Button } from '@mantine/core';
import { IconHeadphones, IconPlayerStopFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { NowPlaying, PresenceState } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { nowPlayingQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Equalizer } from '../../ui/equalizer.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { expectedPositionMs } from './drift.ts';
import styles from './listen-panel.module.css';
import { listenWords } from './listen-words.ts';
import type { ListenerView } from './listener.ts';
import { heardOf, useListener } from './use-listener.ts';

const POLL_ARMED_MS = 1_000;
const POLL_IDLE_MS = 5_000;

const Playing = ({ answer }: { answer: NowPlaying }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow(500);
  const { playing } = answer;
  if (!playing) return null;
  const position = Math.min(
    playing.durationMs,
    Math.max(0, expectedPositionMs({ ...playing, serverMs: Date.parse(answer.serverTime) }, now)),
  );
  return (
    <div className={styles.playing}>
      <p className={styles.eyebrow} data-live>
        <Equalizer size={16} />
        {t(listenWords.playing)}
      </p>
      <p className={styles.title}>
        {playing.title}{' '}
        {playing.announcementKind === null ? null : <KindMark kind={playing.announcementKind} />}
      </p>
      <div className={styles.progress} aria-hidden>
        <span style={{ width: `${(position / Math.max(1, playing.durationMs)) * 100}%` }} />
      </div>
      <p className={styles.times}>
        <span data-testid="listen-position">
          {format.clock(position)} / {format.clock(playing.durationMs)}
        </span>
        <span>{t(listenWords.volume)(format.integer(playing.volume))}</span>
      </p>
    </div>
  );
};

const Silent = ({ answer, armed }: { answer: NowPlaying | undefined; armed: boolean }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const next = answer?.next ?? null;
  return (
    <div>
      <p className={styles.eyebrow}>{t(armed ? listenWords.waiting : listenWords.silent)}</p>
      {next ? (
        <>
          <p className={styles.title}>
            <span className={styles.label}>{t(listenWords.next)}: </span>
            {next.title}
          </p>
          <p className={styles.countdown}>
            {t(listenWords.startsIn)} <strong>{format.countdown(Date.parse(next.startAt) - now)}</strong>
            <span> ({format.timeWithSeconds(next.startAt)})</span>
          </p>
        </>
      ) : (
        <p className={styles.title}>{t(listenWords.nothingNext)}</p>
      )}
    </div>
  );
};

const Status = ({ view }: { view: ListenerView }) => {
  const t = useT();
  const format = useFormat();
  if (view.state === 'blocked') return <>{t(listenWords.blocked)}</>;
  if (view.state === 'loading') return <>{t(listenWords.loading)}</>;
  if (view.state === 'playing' && view.driftMs !== null)
    return <>{t(listenWords.inStep)(format.decimal(Math.abs(view.driftMs) / 1000, 2))}</>;
  return <>{t(listenWords.byReport)}</>;
};

interface ListenPanelProps {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly presence: PresenceState;
}

/** Hear here what the cluster plays there. */
export const ListenPanel = ({ clusterId, clusterName, presence }: ListenPanelProps) => {
  const t = useT();
  const listener = useListener();
  const nowPlaying = useQuery({
    ...nowPlayingQuery(useApi(), clusterId),
    refetchInterval: (query) =>
      query.state.data?.playing || listener.now.state !== 'off' ? POLL_ARMED_MS : POLL_IDLE_MS,
    refetchIntervalInBackground: true,
  });
  const { state } = listener.now;
  const on = state !== 'off';
  const { report } = listener;
  useEffect(() => report(heardOf(nowPlaying.data)), [report, nowPlaying.data]);

  return (
    <section
      className={styles.panel}
      data-on={on || undefined}
      aria-label={`${t(listenWords.title)}: ${clusterName}`}
      data-testid="listen-panel"
      data-state={state}
    >
      <div className={styles.what}>
        {nowPlaying.data?.playing ? (
          <Playing answer={nowPlaying.data} />
        ) : (
          <Silent answer={nowPlaying.data} armed={on} />
        )}
      </div>
      <div className={styles.control}>
        {on && state !== 'blocked' ? (
          <Button
            size="lg"
            variant="white"
            color="cham.9"
            leftSection={<IconPlayerStopFilled size={18} aria-hidden />}
            onClick={listener.disarm}
          >
            {t(listenWords.stop)}
          </Button>
        ) : (
          <Button
            size="lg"
            variant="white"
            color="cham.9"
            leftSection={<IconHeadphones size={22} aria-hidden />}
            onClick={listener.arm}
          >
            {t(listenWords.start)}
          </Button>
        )}
        <p className={styles.status} role="status">
          {on ? <Status view={listener.now} /> : t(listenWords.explained)}
        </p>
      </div>
      {presence === 'offline' ? <p className={styles.offline}>{t(listenWords.offline)}</p> : null}
    </section>
  );
};
