export type Allowance = { ok: true } | { ok: false; retryAfterMs: number };

/**
 * Counts failures of somebody who guesses, by a key such as a user name with an address. After a few free ones
 * each failure doubles the wait until the next attempt. What is counted lives in memory, within bounds.
 */
export type Attempts = Readonly<{
  /** Whether an attempt may be made now; counts nothing. */
  check: (key: string) => Promise<Allowance>;
  /**
   * Checks and, where an attempt may be made, counts it as failed in the same step: of many that come at once only
   * as many pass as would one after the other. `succeed` or `takeBack` undoes it.
   */
  begin: (key: string) => Promise<Allowance>;
  fail: (key: string) => Promise<void>;
  /** The attempt that was begun did not fail; earlier failures stay counted. */
  takeBack: (key: string) => Promise<void>;
  /** Forgets the failures of that key. */
  succeed: (key: string) => Promise<void>;
}>;
