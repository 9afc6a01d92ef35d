import type { Allowance, Attempts } from '../ports/attempts.ts';

/** Counted apart, since each stops another way of guessing. */
export type SignInAttempts = Readonly<{
  /** One name from one address: strict, and nobody else is kept out by it. */
  byPair: Attempts;
  /** One address trying many names. */
  byAddress: Attempts;
  /** One name from many addresses: short waits, or whoever wants could keep somebody out from afar. */
  byName: Attempts;
  /** The second step, by user: who comes so far knows the password. */
  byCode: Attempts;
  /** The own password asked for again, by user: a browser left open must not help to guess it. */
  byPassword: Attempts;
}>;

/** IPv6 hands out whole networks, so addresses count as one by their first 64 bits. */
export const networkOf = (address: string | null): string => {
  if (address === null) return 'unknown';
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return [...groups, ...zeros, ...after].slice(0, 4).join(':');
};

/** An attempt that is counted as failed until it is known to have been right. */
export type BegunSignIn =
  | { ok: true; succeeded: () => Promise<void> /** It was never decided. */; abandoned: () => Promise<void> }
  | { ok: false; retryAfterMs: number };

/**
 * Begins an attempt at a name from an address. A browser that has signed in by this name before has a count of its own:
 * whatever others do, its owner gets in.
 */
export const beginSignIn = async (
  { byPair, byAddress, byName }: SignInAttempts,
  {
    username,
    address,
    knownBrowser,
  }: { username: string; address: string | null; knownBrowser: string | null },
): Promise<BegunSignIn> => {
  const [name, network] = [username.toLowerCase(), networkOf(address)];
  const counts: readonly [Attempts, string][] =
    knownBrowser === null
      ? [
          [byAddress, network],
          [byName, name],
          [byPair, `${name} ${network}`],
        ]
      : [[byPair, `known ${knownBrowser}`]];
  const begun: [Attempts, string][] = [];
  for (const [attempts, key] of counts) {
    const allowance: Allowance = await attempts.begin(key);
    if (!allowance.ok) {
      for (const [earlier, earlierKey] of begun) await earlier.takeBack(earlierKey);
      return allowance;
    }
    begun.push([attempts, key]);
  }
  return {
    ok: true,
    abandoned: async () => {
      for (const [attempts, key] of begun) await attempts.takeBack(key);
    },
    succeeded: async () => {
      for (const [attempts, key] of begun)
        await (attempts === byPair ? attempts.succeed(key) : attempts.takeBack(key));
    },
  };
};
