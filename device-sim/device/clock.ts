import { addClockSample, type TimeDocument, topics } from '#protocol';
import { backoff, log, random, reconsiderTime, type Turn, update } from './turn.ts';

const defaultSyncIntervalMs = 600_000;
const answerTimeoutMs = 10_000;
/** A bound worth improving with another exchange soon after the first one. */
const coarseErrorMs = 250;

export const onTimeRequested = (turn: Turn, nonce: string, t0: number): void => {
  update(turn, { clock: { ...turn.state.clock, asked: { nonce, t0 } } });
};

const issueOfKeys = (turn: Turn): number => turn.state.held.get(topics.keys)?.header.issuedAt ?? 0;

/**
 * A verified answer to our own outstanding request. Time cannot have been before the root key signed the
 * list of keys: an old signing key that leaked cannot set the clock back.
 */
export const onTimeDocument = (turn: Turn, answer: TimeDocument, receivedAt: number): void => {
  const { clock, config } = turn.state;
  if (!clock.asked || answer.nonce !== clock.asked.nonce || answer.t0 !== clock.asked.t0) {
    log(turn, 'warn', 'Time response refused: it answers no request of ours');
    return;
  }
  if (answer.t1 < issueOfKeys(turn)) {
    log(turn, 'warn', 'Time response refused: it lies before the issue of the signing keys');
    return;
  }
  const sample = { t0: answer.t0, t1: answer.t1, t2: answer.t2, t3: receivedAt };
  const samples = addClockSample(clock.samples, sample);
  update(turn, { clock: { ...clock, samples, asked: null, tries: 0 } });
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
