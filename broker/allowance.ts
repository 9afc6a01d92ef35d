import type { BrokerLimits } from './broker-config.ts';
import { type Bucket, fullBucket, isFull, takeFrom } from './token-bucket.ts';

/** What a client may still send. It outlives its connection, so that connecting again gains nothing. */
export type Allowance = {
  readonly messages: Bucket;
  readonly bytes: Bucket;
  /** Packets and messages beyond the limits since it was last within them. */
  excess: number;
};

export type Allowances = Readonly<{
  of: (clientId: string) => Allowance;
  /** Takes a message of that size; gives the milliseconds by which it comes too early. */
  take: (allowance: Allowance, messages: number, bytes: number) => number;
  /** The same, or nothing at all: false when it comes too early. */
  mayTake: (allowance: Allowance, messages: number, bytes: number) => boolean;
  size: () => number;
}>;

const SWEEP_EVERY_MS = 60_000;

export const createAllowances = (deps: {
  limits: Pick<BrokerLimits, 'messages' | 'bytes'>;
  now: () => number;
}): Allowances => {
  const { limits, now } = deps;
  const byClient = new Map<string, Allowance>();
  let sweepAt = now() + SWEEP_EVERY_MS;

  const sweep = (): void => {
    sweepAt = now() + SWEEP_EVERY_MS;
    for (const [id, { messages, bytes }] of byClient)
      if (isFull(messages, limits.messages, now()) && isFull(bytes, limits.bytes, now())) byClient.delete(id);
  };

  const take: Allowances['take'] = (allowance, messages, bytes) => {
    const waitMs = Math.max(
      takeFrom(allowance.messages, limits.messages, messages, now()),
      takeFrom(allowance.bytes, limits.bytes, bytes, now()),
    );
    if (waitMs === 0) allowance.excess = 0;
    return waitMs;
  };

  return {
    of: (clientId) => {
      if (now() >= sweepAt) sweep();
      const held = byClient.get(clientId);
      if (held) return held;
      const allowance = {
        messages: fullBucket(limits.messages, now()),
        bytes: fullBucket(limits.bytes, now()),
        excess: 0,
      };
      byClient.set(clientId, allowance);
      return allowance;
    },
    take,
    mayTake: (allowance, messages, bytes) => {
      if (take(allowance, messages, bytes) === 0) return true;
      allowance.messages.level += messages;
      allowance.bytes.level += bytes;
      return false;
    },
    size: () => byClient.size,
  };
};
