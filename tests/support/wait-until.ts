import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is neither null nor undefined nor false: for what another process does
 * and says only when asked. Past the deadline it throws with what was awaited.
 */
export const waitUntil = async <T>(
  awaited: string,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  { deadlineMs = 20_000, everyMs = 20 }: { deadlineMs?: number; everyMs?: number } = {},
): Promise<T> => {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > endsAt) throw new Error(`Waited ${deadlineMs} ms in vain for ${awaited}.`);
    await pause(everyMs);
  }
};
