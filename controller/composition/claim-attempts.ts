import { memoryAttempts } from '../adapters/attempts.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/**
 * Brakes for who guesses claim codes. An address has ten free tries, since codes are typed by hand; all together have
 * two hundred, and then never wait long, so that a flood of guesses keeps no honest receiver out.
 */
export const claimAttempts = () => ({
  byAddress: memoryAttempts({
    freeFailures: 10,
    firstWaitMs: secondMs,
    longestWaitMs: 15 * minuteMs,
    forgetAfterMs: hourMs,
  }),
  together: memoryAttempts({
    freeFailures: 200,
    firstWaitMs: 500,
    longestWaitMs: 10 * secondMs,
    forgetAfterMs: hourMs,
  }),
});
