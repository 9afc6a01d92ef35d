import type { PasswordHasher } from '../ports/runtime.ts';

/** More people sign in at once than this machine can check in time. */
export class HashQueueFull extends Error {
  readonly code = 'SignIn_Busy';

  constructor() {
    super('Too many passwords wait to be checked.');
    this.name = 'HashQueueFull';
  }
}

/**
 * A password costs 19 MiB and tens of milliseconds on purpose. A flood of sign-ins waits here, for a few at a time, and
 * beyond a bound is turned away: it eats neither the memory nor the processor that loudspeakers need.
 */
export const queuedHasher = ({
  hasher,
  concurrent,
  mostWaiting,
}: {
  hasher: PasswordHasher;
  concurrent: number;
  mostWaiting: number;
}): PasswordHasher => {
  let running = 0;
  const waiting: (() => void)[] = [];

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < concurrent) running += 1;
    else {
      if (waiting.length >= mostWaiting) throw new HashQueueFull();
      // Whoever finishes hands its place on.
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };

  return {
    hash: (password) => inTurn(() => hasher.hash(password)),
    verify: (stored, password) => inTurn(() => hasher.verify(stored, password)),
    isOutdated: hasher.isOutdated,
  };
};
