/** Press, keep pressed, and only then it counts: what cannot be taken back is never one slip away. */
export interface Hold {
  press(): void;
  release(): void;
  stop(): void;
}

export type HoldState = 'idle' | 'holding' | 'released-early';

export const HOLD_MS = 1_500;

export const createHold = (deps: {
  holdMs: number;
  schedule: (run: () => void, delayMs: number) => () => void;
  onState: (state: HoldState) => void;
  onHeld: () => void;
}): Hold => {
  let cancel: (() => void) | null = null;

  const stop = (): void => {
    cancel?.();
    cancel = null;
  };

  return {
    press() {
      // Keys repeat while they are held, and a second finger presses again.
      if (cancel) return;
      deps.onState('holding');
      cancel = deps.schedule(() => {
        cancel = null;
        deps.onState('idle');
        deps.onHeld();
      }, deps.holdMs);
    },
    release() {
      if (!cancel) return;
      stop();
      deps.onState('released-early');
    },
    stop,
  };
};
