import type { Outcome } from './ports/runtime.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

type Unit = Readonly<{ ms: number; vi: string; en: string }>;
const seconds: Unit = { ms: secondMs, vi: 'giây', en: 'second' };
const minutes: Unit = { ms: minuteMs, vi: 'phút', en: 'minute' };
const hours: Unit = { ms: hourMs, vi: 'giờ', en: 'hour' };

const unitFor = (ms: number): Unit => {
  if (ms < 2 * minuteMs) return seconds;
  return ms < 2 * hourMs ? minutes : hours;
};

/** A waiting time as a person says it, never shorter than it is. */
export const waitingTime = (ms: number): { vi: string; en: string } => {
  const unit = unitFor(ms);
  const count = Math.max(1, Math.ceil(ms / unit.ms));
  return { vi: `${count} ${unit.vi}`, en: `${count} ${unit.en}${count === 1 ? '' : 's'}` };
};

/** The refusal of somebody who guesses too often: when to come again. */
export const tooManyAttempts = (retryAfterMs: number): Outcome<never> => {
  const wait = waitingTime(retryAfterMs);
  return {
    ok: false,
    status: 429,
    retryAfterMs,
    fault: {
      code: 'Attempts_TooMany',
      vi: `Đã thử sai quá nhiều lần. Hãy thử lại sau ${wait.vi}.`,
      en: `Too many failed attempts. Try again in ${wait.en}.`,
    },
  };
};
