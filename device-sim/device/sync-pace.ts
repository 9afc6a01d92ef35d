/** What decides when to ask for the time again. Durations in milliseconds. */
export type SyncQuestion = Readonly<{
  /** Bound of the clock's error. */
  errorMs: number;
  /** Answers since power on. */
  exchanges: number;
  driftPpm: number;
  /** Until the next planned start; infinite when nothing is planned. */
  untilStart: number;
  /** How long it has asked closely already. */
  closeFor: number;
  /** As configured: at leisure, and ahead of a start. */
  interval: number;
  startInterval: number;
}>;

export type SyncPace = Readonly<{
  /** Until the next request, before jitter. */
  wait: number;
  isClose: boolean;
}>;

const minute = 60_000;
/** From so long before a start the clock is brought close: two ways that queue at random need many exchanges. */
export const closeWithinMs = 120 * minute;
/** A device that comes late to it asks more often, up to so many times as often. */
const hurry = 4.5;
const enoughExchanges = 100;
const enoughMs = 60 * minute;
/**
 * A bound so narrow needs no more exchanges than its ageing does: two clocks that keep it are less than ten
 * milliseconds apart.
 */
const fineErrorMs = 4.5;
/** A bound worth improving with another exchange soon after the first one. */
const coarseErrorMs = 250;
const coarseWait = 2_000;
const coarseExchanges = 4;

/**
 * At leisure an exchange now and then keeps the clock right for the log. In the two hours before a planned start
 * there are enough of them for the devices of a commune to start together, spread over all that time.
 */
export const syncPace = (question: SyncQuestion): SyncPace => {
  const { errorMs, exchanges, driftPpm, untilStart, closeFor, interval, startInterval } = question;
  if (errorMs > coarseErrorMs && exchanges < coarseExchanges) return { wait: coarseWait, isClose: false };
  if (startInterval >= interval) return { wait: interval, isClose: false };
  if (untilStart > closeWithinMs) {
    return { wait: Math.min(interval, untilStart - closeWithinMs), isClose: false };
  }
  const ageing = ((fineErrorMs - errorMs) * 1e6) / driftPpm;
  const inHurry = Math.max(startInterval / hurry, untilStart / enoughExchanges);
  const close = closeFor >= enoughMs ? startInterval : Math.min(startInterval, inHurry);
  return { wait: Math.min(interval, Math.max(close, ageing)), isClose: true };
};
