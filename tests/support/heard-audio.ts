import type { Page } from 'playwright-core';
import { waitUntil } from './wait-until.ts';

export type HeardAudio = Readonly<{
  /** Path of the audio that the browser plays. */
  path: string;
  positionMs: number;
  paused: boolean;
  /** The browser's clock at the same instant; the same machine's as the loudspeaker's. */
  at: number;
}>;

/** What the page's newest audio element plays, and where it is. */
export const heardAudio = (page: Page): Promise<HeardAudio | null> =>
  page.evaluate<HeardAudio | null>(`(() => {
    const audio = window.heardAudio.at(-1);
    return audio === undefined ? null : {
      path: audio.src.startsWith('blob:') ? 'blob:' : new URL(audio.src).pathname,
      positionMs: audio.currentTime * 1000,
      paused: audio.paused,
      at: Date.now(),
    };
  })()`);

/**
 * Waits until the browser plays this audio and then keeps step with its plan for two seconds. Starting, and a seek,
 * may take a moment.
 */
export const untilInStep = async (
  page: Page,
  plan: Readonly<{ path: string | undefined; startAt: number; soundMs: number; withinMs: number }>,
): Promise<void> => {
  const { path, startAt, soundMs, withinMs } = plan;
  await waitUntil(
    'the browser to play along',
    async () => {
      const heard = await heardAudio(page);
      return heard !== null && heard.path === path && !heard.paused && heard.positionMs > 0;
    },
    { deadlineMs: startAt + soundMs - Date.now() },
  );
  let steps = 0;
  await waitUntil(
    'the browser to keep step with the plan',
    async () => {
      const heard = await heardAudio(page);
      const driftMs = heard === null ? Number.NaN : heard.positionMs - (heard.at - startAt);
      steps = heard?.paused === false && Math.abs(driftMs) <= withinMs ? steps + 1 : 0;
      return steps >= 10;
    },
    { deadlineMs: startAt + soundMs - Date.now(), everyMs: 200 },
  );
};
