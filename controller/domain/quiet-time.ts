import { localDateOf } from './vietnam-date.ts';

/** When somebody's telephone stays quiet, local times of Vietnam `21:00`; equal ones mean never. */
export type QuietTime = Readonly<{ from: string; to: string }>;

/** As the loudspeakers: nobody is woken by what can wait. */
export const usualQuietTime: QuietTime = { from: '21:00', to: '06:00' };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The first instant at or after `atMs` at which what is not urgent may sound on a telephone. */
export const afterQuietTime = (atMs: number, { from, to }: QuietTime): number => {
  const midnight = Date.parse(`${localDateOf(atMs)}T00:00:00+07:00`);
  const minute = (atMs - midnight) / minuteMs;
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (start < end) return minute >= start && minute < end ? midnight + end * minuteMs : atMs;
  if (start === end || (minute >= end && minute < start)) return atMs;
  return midnight + end * minuteMs + (minute >= start ? dayMs : 0);
};
