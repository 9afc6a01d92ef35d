import { topics } from '#protocol';
import { nextFetchAt } from './cache.ts';
import type { Effect } from './effect.ts';
import { givenUpAt } from './output.ts';
import { nextEdge } from './plan.ts';
import { keysHeldMs } from './signing-keys.ts';
import type { State } from './state.ts';
import { type Turn, toOwn, update } from './turn.ts';

/** Exchanges of time come often ahead of a start, and each one that is lost costs little. */
const clockSaveIntervalMs = 600_000;

const isClockSaved = (before: State, { clock }: State, ownNow: number): boolean => {
  if (before.clock.samples === clock.samples) return true;
  // The first exchange, or the first after a step of the clock.
  return clock.samples.length > 1 && ownNow - clock.savedAt < clockSaveIntervalMs;
};

const isSaved = (before: State, after: State): boolean =>
  before.ledger === after.ledger &&
  before.cached === after.cached &&
  before.seen.command === after.seen.command &&
  before.retired === after.retired &&
  before.spool.spoolId === after.spool.spoolId &&
  before.spool.nextSeq === after.spool.nextSeq &&
  before.spool.ackedSeq === after.spool.ackedSeq;

/** Puts what has changed in this step on the disk. */
export const saveChanges = (turn: Turn, before: State): void => {
  const after = turn.state;
  if (before.held !== after.held && after.loading.length === 0) {
    turn.effects.push({ type: 'save-documents', documents: after.held });
  }
  if (isSaved(before, after) && isClockSaved(before, after, turn.ownNow)) return;
  update(turn, { clock: { ...after.clock, savedAt: turn.ownNow } });
  const { spoolId, nextSeq, oldestSeq, ackedSeq } = after.spool;
  const disk: Extract<Effect, { type: 'save' }>['disk'] = {
    cached: [...after.cached],
    clockSamples: [...after.clock.samples],
    ledger: after.ledger,
    commandVersion: after.seen.command,
    retired: after.retired,
    keysHeld: { version: after.keysHeld.version, ms: keysHeldMs(turn) },
    spool: { spoolId, nextSeq, oldestSeq, ackedSeq },
  };
  turn.effects.push({ type: 'save', disk });
};

/** Own-clock instants at which something will be due without any event. */
const dueInstants = (turn: Turn): (number | null)[] => {
  const { state, time } = turn;
  const due: (number | null)[] = [nextFetchAt(turn)];
  if (state.link === 'ready') {
    due.push(state.heartbeatAt, state.stateAt, state.spool.sendAt, state.resubscribeAt);
    if (state.held.has(topics.keys)) due.push(state.clock.requestAt);
  }
  if (time.now !== null && state.loading.length === 0) {
    const edge = nextEdge(state.plan, time.now);
    if (edge !== null) due.push(toOwn(turn, edge));
    for (const sound of state.sounds) due.push(toOwn(turn, givenUpAt(sound)));
    if (state.sounds.some((sound) => sound.sounding)) due.push(state.checkpointAt);
  }
  return due;
};

/** One wake at a time, and never in the past: whatever is overdue has been dealt with in this step. */
export const scheduleWake = (turn: Turn): void => {
  const future = dueInstants(turn).filter((at): at is number => at !== null && Number.isFinite(at));
  if (future.length === 0) return;
  const at = Math.max(turn.ownNow + 1, Math.min(...future));
  if (at === turn.state.wakeAt) return;
  update(turn, { wakeAt: at });
  turn.effects.push({ type: 'wake', at });
};
