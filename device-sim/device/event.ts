import type { z } from 'zod';
import type { missingReason } from '#protocol';
import type { Disk } from './disk.ts';
import type { Reading } from './reading.ts';

export type MissingReason = z.infer<typeof missingReason>;

/** The verify port's answer, by `kid` of the key that verified. */
export type Verdict =
  | { ok: true; kid: string; reading: Reading }
  | { ok: false; reason: 'malformed' | 'unknown-key' | 'bad-signature' };

/** Everything that can happen to a loudspeaker. `ownNow` is its own clock: milliseconds, monotonic while powered. */
export type DeviceEvent = Readonly<{ ownNow: number }> &
  (
    | {
        type: 'booted';
        disk: Disk;
        /**
         * The own clock ran through the power cut on its battery. Without it earlier exchanges mean nothing, and
         * that holds at every boot until a saved state says so: power may go again before.
         */
        clockKept: boolean;
        /** Names the spool if the disk holds none. */
        freshSpoolId: string;
      }
    | { type: 'connected' }
    | { type: 'disconnected' }
    /** SUBACK; `refused` are the filters that the broker denied. */
    | { type: 'subscribed'; refused: readonly string[] }
    | { type: 'message'; topic: string; payload: string }
    | { type: 'verified'; topic: string; jws: string; receivedAt: number; verdict: Verdict }
    /** A time request has left, with this nonce and own transmit stamp. */
    | { type: 'time-requested'; nonce: string; t0: number }
    | { type: 'asset-fetched'; sha256: string }
    | { type: 'asset-failed'; sha256: string; reason: MissingReason }
    /** A cached file that no longer is what its name says: found when the device looked through its cache. */
    | { type: 'asset-damaged'; sha256: string }
    /** Instants `at` are on the own clock and come from the output's sample counter, not from this event's arrival. */
    | { type: 'output-started'; playId: string; at: number }
    | { type: 'output-finished'; playId: string; at: number; playedMs: number; measured: boolean }
    | { type: 'output-failed'; playId: string; at: number; playedMs: number; reason: string }
    | { type: 'tick' }
  );
