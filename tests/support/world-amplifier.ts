import type { Play } from '../../device-sim/device/effect.ts';
import type { OutputNews } from '../../device-sim/shell/output.ts';

/** What left the loudspeaker, on the true clock. */
export type Heard = {
  itemId: string;
  from: number;
  to: number;
  positionMs: number;
  volume: number;
  loop: boolean;
};

type LivePlay = { play: Play; started: boolean; endAt: number };

/** An amplifier that plays to the millisecond what it is given, unless a test breaks it. */
export const createWorldAmplifier = (deps: {
  knobs: Readonly<{
    outputFault: (play: Play) => string | null;
    outputIsDead: boolean;
    sensor: boolean;
  }>;
  now: () => number;
  ownAt: (trueTime: number) => number;
  trueAt: (ownTime: number) => number;
  /** Runs it at that true time. */
  at: (trueTime: number, run: () => void) => void;
  hear: (sound: Heard) => void;
  onNews: (news: OutputNews) => void;
}) => {
  const { knobs, now, ownAt, trueAt, at, hear, onNews } = deps;
  let plays: LivePlay[] = [];

  const record = ({ play, started }: LivePlay, to: number): void => {
    if (!started) return;
    const { itemId, positionMs, volume, loop } = play;
    hear({ itemId, from: trueAt(play.startAt), to, positionMs, volume, loop });
  };
  const drop = (live: LivePlay): void => {
    plays = plays.filter((one) => one !== live);
  };
  const finish = (live: LivePlay, endedAt: number): void => {
    if (!plays.includes(live)) return;
    drop(live);
    const { playId, startAt } = live.play;
    const from = trueAt(startAt);
    if (endedAt > from) record(live, endedAt);
    const playedMs = live.started ? Math.max(0, endedAt - from) : 0;
    onNews({ type: 'output-finished', playId, at: ownAt(endedAt), playedMs, measured: knobs.sensor });
  };
  const start = (live: LivePlay, startAt: number): void => {
    if (!plays.includes(live) || live.endAt <= startAt) return;
    const { playId } = live.play;
    const reason = knobs.outputFault(live.play);
    if (reason) {
      drop(live);
      onNews({ type: 'output-failed', playId, at: ownAt(now()), playedMs: 0, reason });
      return;
    }
    live.started = true;
    onNews({ type: 'output-started', playId, at: ownAt(startAt) });
  };

  return {
    play: (play: Play): void => {
      const live: LivePlay = { play, started: false, endAt: trueAt(play.endAt) };
      plays.push(live);
      if (knobs.outputIsDead) return;
      const startAt = Math.max(now(), trueAt(play.startAt));
      at(startAt, () => start(live, startAt));
      at(live.endAt, () => finish(live, live.endAt));
    },
    stop: (playId: string, ownTime: number): void => {
      const live = plays.find((one) => one.play.playId === playId);
      if (!live || knobs.outputIsDead) return;
      const stopAt = Math.max(now(), trueAt(ownTime));
      live.endAt = Math.min(live.endAt, stopAt);
      at(stopAt, () => finish(live, stopAt));
    },
    /** Power off: what sounds is heard up to now and never reported. */
    silence: (): void => {
      for (const live of plays) record(live, now());
      plays = [];
    },
  };
};
