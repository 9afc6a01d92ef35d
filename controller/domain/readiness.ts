import type { Presence } from './presence.ts';

/** Why a loudspeaker may not play what is planned. `offline` alone: it holds everything and plays on by itself. */
export type NotReadyReason = 'offline' | 'unknown' | 'program' | 'audio' | 'clock';

export type ReadinessQuestion = Readonly<{
  presence: Presence;
  /** What the device says it holds; null when it has said nothing. */
  holding: {
    programVersion: number;
    /** Null when only the count of missing assets is known. */
    cached: ReadonlySet<string> | null;
    missing: number;
    /** Null before the clock is trusted; undefined when it did not say. */
    clockErrorMs: number | null | undefined;
  } | null;
  /** The program version that lists what is to be played. */
  neededProgram: number;
  neededAssets: readonly string[];
  maxClockErrorMs: number;
}>;

/** An empty list means ready: connected, with program, audio and clock. */
export const reasonsNotReady = (question: ReadinessQuestion): NotReadyReason[] => {
  const { presence, holding, neededProgram, neededAssets, maxClockErrorMs } = question;
  const reasons: NotReadyReason[] = presence === 'offline' || presence === 'unknown' ? [presence] : [];
  if (holding === null) return reasons.length > 0 ? reasons : ['unknown'];
  const hasProgram = holding.programVersion >= neededProgram;
  if (!hasProgram) reasons.push('program');
  const { cached } = holding;
  // A device without the program cannot know what it lacks, so its count of missing assets says nothing.
  const hasAudio = cached
    ? neededAssets.every((sha256) => cached.has(sha256))
    : !hasProgram || holding.missing === 0;
  if (!hasAudio) reasons.push('audio');
  const { clockErrorMs } = holding;
  if (clockErrorMs === null || (clockErrorMs !== undefined && clockErrorMs > maxClockErrorMs)) {
    reasons.push('clock');
  }
  return reasons;
};
