/** What one shared player is doing. Playing one bulletin pauses the other, as on a radio. */
export interface PlayerState {
  readonly url: string | null;
  readonly playing: boolean;
  readonly positionMs: number;
  readonly failed: boolean;
}

/** The part of an audio element that is used. */
export interface PlayerAudio {
  src: string;
  currentTime: number;
  readonly paused: boolean;
  ontimeupdate: ((event: Event) => unknown) | null;
  onplay: ((event: Event) => unknown) | null;
  onpause: ((event: Event) => unknown) | null;
  onended: ((event: Event) => unknown) | null;
  onerror: ((event: Event | string) => unknown) | null;
  play(): Promise<void>;
  pause(): void;
}

export interface Player {
  subscribe(listener: () => void): () => void;
  state(): PlayerState;
  toggle(url: string): void;
  seek(url: string, positionMs: number): void;
  stop(): void;
}

const IDLE: PlayerState = { url: null, playing: false, positionMs: 0, failed: false };

export const createPlayer = (createAudio: () => PlayerAudio): Player => {
  const listeners = new Set<() => void>();
  let audio: PlayerAudio | null = null;
  let state = IDLE;

  const set = (change: Partial<PlayerState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const element = (): PlayerAudio => {
    if (audio) return audio;
    const made = createAudio();
    made.ontimeupdate = () => set({ positionMs: made.currentTime * 1000 });
    made.onplay = () => set({ playing: true, failed: false });
    made.onpause = () => set({ playing: false });
    made.onended = () => set({ playing: false, positionMs: 0 });
    made.onerror = () => set({ playing: false, failed: true });
    audio = made;
    return made;
  };

  const load = (url: string): PlayerAudio => {
    const player = element();
    if (state.url !== url) {
      player.src = url;
      set({ url, positionMs: 0, playing: false, failed: false });
    }
    return player;
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    toggle(url) {
      const player = load(url);
      // A refused start ends in `onerror` or leaves the state as it is; either way it is shown.
      if (player.paused) void player.play().catch(() => set({ playing: false }));
      else player.pause();
    },
    seek(url, positionMs) {
      const player = load(url);
      player.currentTime = positionMs / 1000;
      set({ positionMs });
    },
    stop() {
      audio?.pause();
      set(IDLE);
    },
  };
};
