const minuteMs = 60_000;
const firstPauseMs = 30_000;
const longestPauseMs = 60 * minuteMs;

/** What could not be handed over in a day is given up, visibly. */
export const giveUpAfterMs = 24 * 60 * minuteMs;

/**
 * How long to wait after so many failures in a row: twice as long each time up to an hour, and a quarter more or
 * less, so that a gateway that comes back is not met by everything at once. `chance` lies in [0, 1).
 */
export const pauseAfter = (failures: number, chance: number): number =>
  Math.min(firstPauseMs * 2 ** Math.min(failures - 1, 20), longestPauseMs) * (0.75 + chance / 2);
