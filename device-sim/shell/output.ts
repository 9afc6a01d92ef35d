import type { Play } from '../device/effect.ts';
import type { OwnClock } from './own-clock.ts';

export type OutputNews =
  | { type: 'output-started'; playId: string; at: number }
  | { type: 'output-finished'; playId: string; at: number; playedMs: number; measured: boolean }
  | { type: 'output-failed'; playId: string; at: number; playedMs: number; reason: string };

/** What a loudspeaker commits sound to. It reports every play exactly once as finished or failed. */
export type Output = Readonly<{
  play: (play: Play) => void;
  stop: (playId: string, at: number) => void;
  /** Power off: silence at once, and no more news. */
  silence: () => void;
  close: () => Promise<void>;
}>;

/** Makes the sound itself; `output.ts` decides when. Instants are on the own clock. */
export type Sink = Readonly<{
  /**
   * Gets the audio ready before its start. Resolves with the reason when it cannot be sounded:
   * `hash-mismatch`, `decoder`, `output`.
   */
  prepare: (play: Play) => Promise<string | null>;
  /** Sounds from `at` on, `play.startAt` or the later instant at which it became ready. */
  start: (play: Play, at: number, failed: (reason: string) => void) => void;
  /** No sample after `at`. Also called at the natural end. */
  stop: (playId: string, at: number) => void;
  close: () => Promise<void>;
}>;

type Live = {
  readonly play: Play;
  startedAt: number | null;
  endAt: number;
  timers: (() => void)[];
};

export type OutputDeps = Readonly<{
  clock: OwnClock;
  sink: Sink;
  /** Readiness this much after the planned start still counts as in time: the sink makes up for it. */
  toleranceMs: number;
  /** An amplifier sensor sees the sound. */
  isMeasured: boolean;
  /** The amplifier is burnt out: whatever starts fails. */
  isAmplifierDead: boolean;
  onNews: (news: OutputNews) => void;
}>;

export const createOutput = (deps: OutputDeps): Output => {
  const { clock, sink, toleranceMs, isMeasured, isAmplifierDead, onNews } = deps;
  const lives = new Map<string, Live>();

  const drop = (live: Live): void => {
    for (const cancel of live.timers) cancel();
    lives.delete(live.play.playId);
  };
  const playedMs = ({ startedAt }: Live, at: number): number =>
    startedAt === null ? 0 : Math.max(0, at - startedAt);

  const fail = (live: Live, reason: string): void => {
    if (lives.get(live.play.playId) !== live) return;
    const at = clock.now();
    const { playId } = live.play;
    drop(live);
    sink.stop(playId, at);
    onNews({ type: 'output-failed', playId, at, playedMs: playedMs(live, at), reason });
  };
  const finish = (live: Live): void => {
    if (lives.get(live.play.playId) !== live) return;
    const at = live.endAt;
    const { playId } = live.play;
    drop(live);
    sink.stop(playId, at);
    onNews({ type: 'output-finished', playId, at, playedMs: playedMs(live, at), measured: isMeasured });
  };
  const start = (live: Live): void => {
    if (lives.get(live.play.playId) !== live) return;
    if (isAmplifierDead) {
      fail(live, 'amplifier');
      return;
    }
    const now = clock.now();
    const at = now - live.play.startAt > toleranceMs ? now : live.play.startAt;
    if (at >= live.endAt) return;
    live.startedAt = at;
    sink.start(live.play, at, (reason) => fail(live, reason));
    onNews({ type: 'output-started', playId: live.play.playId, at });
  };

  const run = async (live: Live): Promise<void> => {
    const reason = await sink.prepare(live.play).catch(() => 'output');
    if (reason !== null) fail(live, reason);
    else live.timers.push(clock.at(live.play.startAt, () => start(live)));
  };

  return {
    play: (play) => {
      const live: Live = { play, startedAt: null, endAt: play.endAt, timers: [] };
      lives.set(play.playId, live);
      live.timers.push(clock.at(play.endAt, () => finish(live)));
      void run(live);
    },
    stop: (playId, at) => {
      const live = lives.get(playId);
      if (!live || at >= live.endAt) return;
      live.endAt = Math.max(at, live.startedAt ?? at);
      live.timers.push(clock.at(live.endAt, () => finish(live)));
    },
    silence: () => {
      const at = clock.now();
      for (const live of [...lives.values()]) {
        drop(live);
        sink.stop(live.play.playId, at);
      }
    },
    close: sink.close,
  };
};
