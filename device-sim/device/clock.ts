import { addClockSample, type TimeDocument, topics } from '#protocol';
import { backoff, log, random, reconsiderTime, type Turn, update } from './turn.ts';

const defaultSyncIntervalMs = 600_000;
const answerTimeoutMs = 10_000;
/** A busy controller answers late: an answer to one of the last requests still proves something. */
const maxAsked = 3;
/** A bound worth improving with another exchange soon after the first one. */
const coarseErrorMs = 250;

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
  const { clock, config } = turn.state;
  if (!clock.asked.some(({ nonce, t0 }) => nonce === answer.nonce && t0 === answer.t0)) {
    log(turn, 'info', 'Time response refused: it answers no request of ours');
    return;
  }
  if (answer.t1 < issueOfKeys(turn)) {
    log(turn, 'warn', 'Time response refused: it lies before the issue of the signing keys');
    return;
  }
  const sample = { t0: answer.t0, t1: answer.t1, t2: answer.t2, t3: receivedAt };
  const samples = addClockSample(clock.samples, sample);
  update(turn, { clock: { ...clock, samples, asked: [], tries: 0 } });
  const before = turn.time.trusted;
  reconsiderTime(turn);
  if (!before && turn.time.trusted) {
    log(turn, 'info', 'Clock trusted', { errorMs: turn.time.estimate?.errorMs });
  }
  const isCoarse = (turn.time.estimate?.errorMs ?? Number.POSITIVE_INFINITY) > coarseErrorMs;
  const interval = config?.timeSyncIntervalMs ?? defaultSyncIntervalMs;
  const wait = isCoarse && samples.length < 4 ? 2_000 : interval * (0.9 + random(turn) * 0.2);
  update(turn, { clock: { ...turn.state.clock, requestAt: turn.ownNow + wait } });
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
