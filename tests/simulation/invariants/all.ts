import type { World } from '../world.ts';
import { allConverged } from './all-converged.ts';
import { clockBound } from './clock-bound.ts';
import { coverageRecount } from './coverage-recount.ts';
import { documentedIsHeard } from './documented-is-heard.ts';
import { heardIsDocumented } from './heard-is-documented.ts';
import type { Invariant, Violation } from './invariant.ts';
import { nothingAckedIsLost } from './nothing-acked-is-lost.ts';
import { nothingForeign } from './nothing-foreign.ts';
import { oneOutcomePerPlay } from './one-outcome-per-play.ts';
import { oneRowPerSound } from './one-row-per-sound.ts';
import { oneSoundAtATime } from './one-sound-at-a-time.ts';
import { onlyApproved } from './only-approved.ts';
import { playedWasHeard } from './played-was-heard.ts';
import { quietHours } from './quiet-hours.ts';
import { revokedIsVoiceless } from './revoked-is-voiceless.ts';
import { stopIsSilence } from './stop-is-silence.ts';

/** The controller's own errors: use cases that threw, steps that failed although nothing made them. */
const noFaults: Invariant = {
  name: 'the controller breaks nowhere',
  judge: ({ failures }, tell) => {
    for (const { at, sentence, error } of failures) {
      const stack = error instanceof Error ? error.stack?.split('\n').slice(0, 4).join(' ') : String(error);
      tell(at, 'controller', `${sentence}: ${stack}`);
    }
  },
};

export const invariants: readonly Invariant[] = [
  noFaults,
  oneSoundAtATime,
  quietHours,
  nothingForeign,
  onlyApproved,
  stopIsSilence,
  revokedIsVoiceless,
  heardIsDocumented,
  documentedIsHeard,
  playedWasHeard,
  oneRowPerSound,
  oneOutcomePerPlay,
  nothingAckedIsLost,
  allConverged,
  coverageRecount,
  clockBound,
];

export const judgeWorld = async (world: World): Promise<Violation[]> => {
  const violations: Violation[] = [];
  for (const { name, judge } of invariants) {
    await judge(world, (at, who, sentence) => violations.push({ invariant: name, at, who, sentence }));
  }
  return violations;
};
