import { type ClockEstimate, clockAt } from '#protocol';
import type { Effect } from './effect.ts';
import type { PlanFunction } from './plan.ts';
import { nextRandom } from './random.ts';
import type { State } from './state.ts';

/** True time as the device knows it. Sound needs `trusted`. */
export type Time = Readonly<{ now: number | null; estimate: ClockEstimate | null; trusted: boolean }>;

/** One step under way: values stay immutable, this alone is written to. */
export type Turn = {
  state: State;
  readonly effects: Effect[];
  readonly ownNow: number;
  readonly planOf: PlanFunction;
  time: Time;
  /** `state` is this turn's own copy already: nobody else has seen it. */
  isOwn: boolean;
};

export const defaultMaxClockErrorMs = 60_000;

const readTime = (state: State, ownNow: number): Time => {
  const { proof } = state.clock;
  if (!proof) return { now: null, estimate: null, trusted: false };
  const estimate = clockAt(proof, ownNow, state.settings.driftPpm);
  const bound = state.config?.maxClockErrorMs ?? defaultMaxClockErrorMs;
  return { now: ownNow + estimate.offsetMs, estimate, trusted: estimate.errorMs <= bound };
};

export const openTurn = (state: State, ownNow: number, planOf: PlanFunction): Turn => ({
  state,
  effects: [],
  ownNow,
  planOf,
  time: readTime(state, ownNow),
  isOwn: false,
});

/** The state before this turn stays as it was; within the turn one copy is enough for any number of changes. */
export const update = (turn: Turn, patch: Partial<State>): void => {
  if (!turn.isOwn) turn.state = { ...turn.state };
  turn.isOwn = true;
  Object.assign(turn.state, patch);
};

/** After the clock's samples or the configured bound changed. */
export const reconsiderTime = (turn: Turn): void => {
  turn.time = readTime(turn.state, turn.ownNow);
};

/** Own-clock instant of a true one; the offset is that of this turn. */
export const toOwn = (turn: Turn, trueAt: number): number => trueAt - (turn.time.estimate?.offsetMs ?? 0);

/** True instant of an own-clock one; null while no exchange has told. */
export const toTrue = (turn: Turn, ownAt: number): number | null =>
  turn.time.estimate ? ownAt + turn.time.estimate.offsetMs : null;

export const random = (turn: Turn): number => {
  const [value, seed] = nextRandom(turn.state.random);
  update(turn, { random: seed });
  return value;
};

/** Exponential backoff with jitter: half to all of `baseMs` doubled `tries` times, at most `maxMs`. */
export const backoff = (turn: Turn, baseMs: number, tries: number, maxMs: number): number =>
  Math.min(maxMs, baseMs * 2 ** Math.min(tries, 20)) * (0.5 + random(turn) / 2);

export const log = (
  turn: Turn,
  level: 'info' | 'warn',
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void => {
  turn.effects.push({ type: 'log', level, message, fields });
};
