/**
 * The server's time, estimated from answers that carry it. Countdowns and "listen at the loudspeaker" follow
 * the server, because the clock of an office PC may be minutes off.
 */
export interface ServerClock {
  /** Epoch milliseconds on the server now. */
  now(): number;
  /** Takes in an answer: the server's time in it, and when the request left and the answer came (local). */
  observe(serverTime: string, sentAt: number, receivedAt: number): void;
}

export interface ClockSample {
  /** Server minus local. */
  readonly offsetMs: number;
  /** Half the round trip: the offset is right within this. */
  readonly errorMs: number;
  readonly takenAt: number;
}

/** A sample loses trust as the local clock may drift, so a worse but fresh one wins in the end. */
const AGEING_PER_MS = 1 / 2_000;

export const sampleOf = (serverMs: number, sentAt: number, receivedAt: number): ClockSample => ({
  offsetMs: serverMs - (sentAt + receivedAt) / 2,
  errorMs: Math.max(0, receivedAt - sentAt) / 2,
  takenAt: receivedAt,
});

/** The better of what is held and what has come. */
export const betterSample = (held: ClockSample | null, fresh: ClockSample): ClockSample => {
  if (!held) return fresh;
  const heldErrorNow = held.errorMs + (fresh.takenAt - held.takenAt) * AGEING_PER_MS;
  const contradicts = Math.abs(fresh.offsetMs - held.offsetMs) > fresh.errorMs + heldErrorNow;
  return fresh.errorMs <= heldErrorNow || contradicts ? fresh : held;
};

export const createServerClock = ({ localNow }: { localNow: () => number }): ServerClock => {
  let best: ClockSample | null = null;
  return {
    now: () => localNow() + (best?.offsetMs ?? 0),
    observe(serverTime, sentAt, receivedAt) {
      const serverMs = Date.parse(serverTime);
      if (Number.isNaN(serverMs)) return;
      best = betterSample(best, sampleOf(serverMs, sentAt, receivedAt));
    },
  };
};
