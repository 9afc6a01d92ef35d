/** Time that moves only when told: timers run in order of their due times. */
export const createFakeSchedule = () => {
  let nowMs = 0;
  let timers: { due: number; run: () => void }[] = [];
  return {
    now: () => nowMs,
    schedule: (run: () => void, delayMs: number): (() => void) => {
      const timer = { due: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance: (byMs: number): void => {
      const until = nowMs + byMs;
      for (;;) {
        const [next] = timers.filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        nowMs = Math.max(nowMs, next.due);
        next.run();
      }
      nowMs = until;
    },
    waiting: () => timers.length,
  };
};
