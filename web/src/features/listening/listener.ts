import { correctionFor, driftMs, expectedPositionMs, type ReportedPosition } from './drift.ts';
import { silentWav } from './silent-wav.ts';

/** What the cluster plays, by its report. */
export interface Heard extends ReportedPosition {
  readonly itemId: string;
  readonly url: string;
}

/** The part of an audio element that is used. */
export interface AudioOutput {
  src: string;
  currentTime: number;
  playbackRate: number;
  loop: boolean;
  readonly seeking: boolean;
  onloadedmetadata: ((event: Event) => unknown) | null;
  play(): Promise<void>;
  pause(): void;
}

export type ListenState = 'off' | 'armed' | 'loading' | 'playing' | 'blocked';

export interface ListenerView {
  readonly state: ListenState;
  /** Browser minus loudspeaker; null while nothing plays. */
  readonly driftMs: number | null;
}

export interface Listener {
  subscribe(listener: () => void): () => void;
  view(): ListenerView;
  /** Must be called within a tap or key press: browsers play no sound that nobody asked for. */
  arm(): void;
  disarm(): void;
  /** The newest report; null while the loudspeaker is silent. */
  report(heard: Heard | null): void;
  /** Keeps step; called a few times a second. */
  tick(): void;
}

const OFF: ListenerView = { state: 'off', driftMs: null };

/** Follows one cluster: the browser's audio starts, keeps step and stops with the loudspeaker. */
export const createListener = (deps: {
  createAudio: () => AudioOutput;
  serverNow: () => number;
}): Listener => {
  const listeners = new Set<() => void>();
  let view = OFF;
  let audio: AudioOutput | null = null;
  let heard: Heard | null = null;
  let playingItem: string | null = null;
  let seekAt: number | null = null;

  const set = (next: ListenerView): void => {
    if (next.state === view.state && next.driftMs === view.driftMs) return;
    view = next;
    for (const listener of listeners) listener();
  };

  const seek = (element: AudioOutput, toMs: number): void => {
    element.currentTime = toMs / 1000;
    seekAt = deps.serverNow();
  };

  const begin = (element: AudioOutput, wanted: Heard): void => {
    playingItem = wanted.itemId;
    set({ state: 'loading', driftMs: null });
    element.src = wanted.url;
    element.loop = wanted.repeat;
    element.onloadedmetadata = () => seek(element, Math.max(0, expectedPositionMs(wanted, deps.serverNow())));
    element.play().then(
      () => set({ state: 'playing', driftMs: null }),
      (error: unknown) => {
        // A newer item may have replaced this one while it loaded; only a refusal is told.
        if (error instanceof DOMException && error.name === 'NotAllowedError')
          set({ state: 'blocked', driftMs: null });
      },
    );
  };

  const silence = (): void => {
    audio?.pause();
    playingItem = null;
    seekAt = null;
    if (view.state !== 'off') set({ state: 'armed', driftMs: null });
  };

  const follow = (): void => {
    if (!audio || view.state === 'off') return;
    if (!heard || expectedPositionMs(heard, deps.serverNow()) >= heard.durationMs) {
      if (playingItem !== null) silence();
      return;
    }
    if (heard.itemId !== playingItem) begin(audio, heard);
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    arm() {
      audio ??= deps.createAudio();
      playingItem = null;
      const url = URL.createObjectURL(silentWav());
      audio.src = url;
      audio.loop = false;
      void audio.play().then(
        () => URL.revokeObjectURL(url),
        () => URL.revokeObjectURL(url),
      );
      set({ state: 'armed', driftMs: null });
      follow();
    },
    disarm() {
      audio?.pause();
      playingItem = null;
      seekAt = null;
      set(OFF);
    },
    report(next) {
      heard = next;
      follow();
    },
    tick() {
      follow();
      if (!audio || !heard || view.state !== 'playing' || audio.seeking) return;
      const serverNowMs = deps.serverNow();
      const actualMs = audio.currentTime * 1000;
      const correction = correctionFor({
        report: heard,
        serverNowMs,
        actualMs,
        sinceSeekMs: seekAt === null ? null : serverNowMs - seekAt,
      });
      if (correction.kind === 'seek') seek(audio, correction.toMs);
      audio.playbackRate = correction.kind === 'hold' ? correction.rate : 1;
      set({ state: 'playing', driftMs: driftMs(heard, serverNowMs, actualMs) });
    },
  };
};
