import { addClockSample, proveClock, type TimeDocument, topics } from '#protocol';
import { nextStart } from './plan.ts';
import { syncPace } from './sync-pace.ts';
import { backoff, log, random, reconsiderTime, type Turn, update } from './turn.ts';

const defaultSyncIntervalMs = 600_000;
const answerTimeoutMs = 10_000;
/** A busy controller answers late: an answer to one of the last requests still proves something. */
const maxAsked = 3;
const defaultStartIntervalMs = 45_000;

export const onTimeRequested = (turn: Turn, nonce: string, t0: number): void => {
  const { clock } = turn.state;
  update(turn, { clock: { ...clock, asked: [...clock.asked, { nonce, t0 }].slice(-maxAsked) } });
};

const issueOfKeys = (turn: Turn): number => turn.state.held.get(topics.keys)?.header.issuedAt ?? 0;

/**
 * A verified answer to an outstanding request of our own. Time cannot have been before the root key signed the
 * list of keys: an old signing key that leaked cannot set the clock back.
 */
export const onTimeDocument = (turn: Turn, answer: TimeDocument, receivedAt: number): void => {
  const { clock, settings } = turn.state;
  if (!clock.asked.some(({ nonce, t0 }) => nonce === answer.nonce && t0 === answer.t0)) {
    log(turn, 'info', 'Time response refused: it answers no request of ours');
    return;
  }
  if (answer.t1 < issueOfKeys(turn)) {
    log(turn, 'warn', 'Time response refused: it lies before the issue of the signing keys');
    return;
  }
  const sample = { t0: answer.t0, t1: answer.t1, t2: answer.t2, t3: receivedAt };
  const samples = addClockSample(clock.samples, sample, settings.driftPpm);
  const proof = proveClock(samples, settings.driftPpm);
  update(turn, { clock: { ...clock, samples, proof, exchanges: clock.exchanges + 1, asked: [], tries: 0 } });
  const before = turn.time.trusted;
  reconsiderTime(turn);
  if (!before && turn.time.trusted) {
    log(turn, 'info', 'Clock trusted', { errorMs: turn.time.estimate?.errorMs });
  }
  askAgainLater(turn);
};

const paceNow = (turn: Turn) => {
  const { clock, config, plan, settings } = turn.state;
  const { now, estimate } = turn.time;
  return syncPace({
    errorMs: estimate?.errorMs ?? Number.POSITIVE_INFINITY,
    exchanges: clock.exchanges,
    driftPpm: settings.driftPpm,
    untilStart:
      now === null ? Number.POSITIVE_INFINITY : (nextStart(plan, now) ?? Number.POSITIVE_INFINITY) - now,
    closeFor: clock.closeSince === null ? 0 : turn.ownNow - clock.closeSince,
    interval: config?.timeSyncIntervalMs ?? defaultSyncIntervalMs,
    startInterval: config?.startSyncIntervalMs ?? defaultStartIntervalMs,
  });
};

const askAgainLater = (turn: Turn): void => {
  const { wait, isClose } = paceNow(turn);
  const { clock } = turn.state;
  const closeSince = isClose ? (clock.closeSince ?? turn.ownNow) : null;
  // A fleet that is to start together does not ask together.
  const requestAt = turn.ownNow + wait * (0.8 + random(turn) * 0.4);
  update(turn, { clock: { ...turn.state.clock, closeSince, requestAt } });
};

/** After the plan changed: a start may be near that was not planned before. */
export const hastenRequest = (turn: Turn): void => {
  const { clock } = turn.state;
  if (turn.time.now === null || clock.closeSince !== null) return;
  const { wait, isClose } = paceNow(turn);
  if (!isClose || clock.requestAt <= turn.ownNow + wait) return;
  const requestAt = turn.ownNow + wait * random(turn);
  update(turn, { clock: { ...turn.state.clock, closeSince: turn.ownNow, requestAt } });
};

export const requestTimeIfDue = (turn: Turn): void => {
  const { clock, link, settings } = turn.state;
  // An answer could not be verified before the keys are known.
  if (link !== 'ready' || turn.ownNow < clock.requestAt || !turn.state.held.has(topics.keys)) return;
  const wait = backoff(turn, answerTimeoutMs, clock.tries, 120_000);
  update(turn, {
    clock: { ...clock, tries: clock.tries + 1, requestAt: turn.ownNow + wait },
  });
  turn.effects.push({ type: 'request-time', topic: topics.timeRequest(settings.deviceId) });
};
