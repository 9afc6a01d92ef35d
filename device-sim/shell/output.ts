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
   * Takes `start` ahead of its instant and keeps to it by itself, as a sound card with queued samples does;
   * a program that stands still meanwhile does no harm. Otherwise `start` is called at the instant.
   */
  keepsTime: boolean;
  /**
   * Gets the audio ready before its start. Resolves with the reason when it cannot be sounded:
   * `hash-mismatch`, `decoder`, `output`.
   */
  prepare: (play: Play) => Promise<string | null>;
  /** Sounds from `at` on: `play.startAt`, or the later instant at which it became ready. */
  start: (play: Play, at: number, failed: (reason: string) => void) => void;
  /** No sample after `at`. Also called at the natural end. */
  stop: (playId: string, at: number) => void;
  close: () => Promise<void>;
}>;

type Live = {
  readonly play: Play;
  startedAt: number | null;
  /** The sink holds it already and starts it in time. */
  isCommitted: boolean;
  endAt: number;
  cancels: (() => void)[];
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

const playedMs = ({ startedAt }: Live, at: number): number =>
  startedAt === null ? 0 : Math.max(0, at - startedAt);

/** A class, as thousands of outputs in one process share its functions. */
class TimedOutput implements Output {
  readonly #deps: OutputDeps;
  /** At most the sound under way and the next one. */
  #lives: Live[] = [];

  constructor(deps: OutputDeps) {
    this.#deps = deps;
  }

  play(play: Play): void {
    const live: Live = { play, startedAt: null, isCommitted: false, endAt: play.endAt, cancels: [] };
    this.#lives = [...this.#lives, live];
    live.cancels.push(this.#deps.clock.at(play.endAt, () => this.#finish(live)));
    void this.#prepare(live);
  }

  stop(playId: string, at: number): void {
    const live = this.#lives.find((one) => one.play.playId === playId);
    if (!live || at >= live.endAt) return;
    live.endAt = Math.max(at, live.startedAt ?? at);
    // The sink keeps to it by itself, however busy this process is at that instant.
    if (live.isCommitted) this.#deps.sink.stop(playId, live.endAt);
    live.cancels.push(this.#deps.clock.at(live.endAt, () => this.#finish(live)));
  }

  silence(): void {
    const at = this.#deps.clock.now();
    for (const live of this.#lives) {
      this.#drop(live);
      this.#deps.sink.stop(live.play.playId, at);
    }
  }

  close(): Promise<void> {
    return this.#deps.sink.close();
  }

  async #prepare(live: Live): Promise<void> {
    const { sink, clock } = this.#deps;
    const reason = await sink.prepare(live.play).catch(() => 'output');
    if (!this.#lives.includes(live)) return;
    if (reason !== null) {
      this.#fail(live, reason);
      return;
    }
    this.#commit(live);
    // What should sound already does not wait for a timer's turn.
    if (clock.now() >= live.play.startAt) this.#start(live);
    else live.cancels.push(clock.at(live.play.startAt, () => this.#start(live)));
  }

  #commit(live: Live): void {
    const { clock, sink, toleranceMs, isAmplifierDead } = this.#deps;
    const { startAt } = live.play;
    if (!sink.keepsTime || isAmplifierDead || clock.now() - startAt > toleranceMs) return;
    live.isCommitted = true;
    sink.start(live.play, startAt, (reason) => this.#fail(live, reason));
  }

  #start(live: Live): void {
    const { clock, sink, toleranceMs, isAmplifierDead, onNews } = this.#deps;
    if (isAmplifierDead) {
      this.#fail(live, 'amplifier');
      return;
    }
    const { playId, startAt } = live.play;
    const now = clock.now();
    const at = !live.isCommitted && now - startAt > toleranceMs ? now : startAt;
    if (at >= live.endAt) return;
    live.startedAt = at;
    if (!live.isCommitted) sink.start(live.play, at, (reason) => this.#fail(live, reason));
    onNews({ type: 'output-started', playId, at });
  }

  #fail(live: Live, reason: string): void {
    if (!this.#lives.includes(live)) return;
    const { clock, sink, onNews } = this.#deps;
    const at = clock.now();
    const { playId } = live.play;
    this.#drop(live);
    sink.stop(playId, at);
    onNews({ type: 'output-failed', playId, at, playedMs: playedMs(live, at), reason });
  }

  #finish(live: Live): void {
    const { sink, isMeasured, onNews } = this.#deps;
    const at = live.endAt;
    const { playId } = live.play;
    this.#drop(live);
    sink.stop(playId, at);
    onNews({ type: 'output-finished', playId, at, playedMs: playedMs(live, at), measured: isMeasured });
  }

  #drop(live: Live): void {
    for (const cancel of live.cancels) cancel();
    this.#lives = this.#lives.filter((one) => one !== live);
  }
}

export const createOutput = (deps: OutputDeps): Output => new TimedOutput(deps);
