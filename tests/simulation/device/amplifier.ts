import type { Play } from '../../../device-sim/device/effect.ts';
import type { OutputNews } from '../../../device-sim/shell/output.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Sound } from '../journal.ts';
import type { DriftingClock } from './drifting-clock.ts';

/** An output that keeps to the samples it was given, and a microphone before the horn. */
export type Amplifier = Readonly<{
  play: (play: Play) => void;
  stop: (playId: string, ownAt: number) => void;
  /** Power off: silence, and no more news. */
  silence: () => void;
}>;

type Live = { play: Play; startedAt: number | null; endAt: number; cancels: (() => void)[] };

/** Reading and checking a file before its sound. */
const prepareMs = 20;

export const createAmplifier = (deps: {
  time: VirtualTime;
  clock: DriftingClock;
  /** Whether the file of that hash is there and right. */
  isRight: (sha256: string) => boolean;
  hear: (sound: Omit<Sound, 'boundMs'>, playId: string) => void;
  onNews: (news: OutputNews) => void;
}): Amplifier => {
  const { time, clock, hear, onNews } = deps;
  let lives: Live[] = [];

  const record = ({ play, startedAt }: Live, to: number): void => {
    if (startedAt === null || to <= startedAt) return;
    const { playId, itemId, sha256, positionMs, loop, volume } = play;
    hear({ itemId, sha256, from: startedAt, to, positionMs, loop, volume }, playId);
  };
  const drop = (live: Live): void => {
    for (const cancel of live.cancels) cancel();
    lives = lives.filter((one) => one !== live);
  };
  const finish = (live: Live): void => {
    drop(live);
    record(live, live.endAt);
    const playedMs = live.startedAt === null ? 0 : Math.max(0, live.endAt - live.startedAt);
    const { playId } = live.play;
    onNews({ type: 'output-finished', playId, at: clock.own(live.endAt), playedMs, measured: true });
  };
  const start = (live: Live): void => {
    const at = Math.max(time.now(), clock.toTrue(live.play.startAt));
    if (at >= live.endAt) return;
    live.startedAt = at;
    onNews({ type: 'output-started', playId: live.play.playId, at: clock.own(at) });
  };
  const prepare = (live: Live): void => {
    const { playId, sha256, startAt } = live.play;
    if (deps.isRight(sha256)) {
      live.cancels.push(time.at(clock.toTrue(startAt), () => start(live)));
      return;
    }
    drop(live);
    const at = clock.own(time.now());
    onNews({ type: 'output-failed', playId, at, playedMs: 0, reason: 'hash-mismatch' });
  };

  return {
    play: (play) => {
      const live: Live = { play, startedAt: null, endAt: clock.toTrue(play.endAt), cancels: [] };
      lives.push(live);
      live.cancels.push(time.at(live.endAt, () => finish(live)));
      // What begins within a moment is not held up by the check.
      const readyAt = Math.min(time.now() + prepareMs, Math.max(time.now(), clock.toTrue(play.startAt)));
      live.cancels.push(time.at(readyAt, () => prepare(live)));
    },
    stop: (playId, ownAt) => {
      const live = lives.find((one) => one.play.playId === playId);
      const at = Math.max(time.now(), clock.toTrue(ownAt));
      if (!live || at >= live.endAt) return;
      live.endAt = Math.max(at, live.startedAt ?? at);
      live.cancels.push(time.at(live.endAt, () => lives.includes(live) && finish(live)));
    },
    silence: () => {
      for (const live of lives) {
        drop(live);
        record(live, Math.min(time.now(), live.endAt));
      }
    },
  };
};
