import { type ConfigDocument, type ReportedOutcome, rank } from '#protocol';
import { type Attempt, freshAttempt, type ItemFacts, type Ledger } from './disk.ts';
import { type Planned, segmentsDuring } from './plan.ts';
import { record } from './spool.ts';
import { type Turn, toTrue, update } from './turn.ts';

const day = 86_400_000;

/** Why items that were not awaited are over already: what this event has just changed. */
export type News = 'clock' | 'offline' | null;

type Conclusion = Readonly<{ outcome: ReportedOutcome; reason: string | null }>;

const setLedger = (turn: Turn, patch: Partial<Ledger>): void =>
  update(turn, { ledger: { ...turn.state.ledger, ...patch } });

export const isSettled = (turn: Turn, itemId: string): boolean => itemId in turn.state.ledger.settled;

export const setAttempt = (turn: Turn, attempt: Attempt): void =>
  setLedger(turn, { attempts: { ...turn.state.ledger.attempts, [attempt.facts.id]: attempt } });

export const attemptOf = (turn: Turn, facts: ItemFacts): Attempt =>
  turn.state.ledger.attempts[facts.id] ?? freshAttempt(facts);

/** What is settled is remembered while a document may still name it. */
const rememberable = (turn: Turn, now: number): Ledger['settled'] => {
  const { ledger, plan } = turn.state;
  const kept = Object.entries(ledger.settled).filter(
    ([id, endAt]) => plan.planned.has(id) || endAt > now - 2 * day,
  );
  return Object.fromEntries(kept);
};

/** Writes the one `ended` event of an item. Afterwards nothing of it sounds again. */
export const settle = (turn: Turn, facts: ItemFacts, { outcome, reason }: Conclusion): void => {
  const { ledger, entries } = turn.state;
  if (facts.id in ledger.settled || turn.time.now === null) return;
  const { [facts.id]: attempt, ...attempts } = ledger.attempts;
  const { [facts.id]: _, ...otherEntries } = entries;
  record(turn, {
    type: 'ended',
    itemId: facts.id,
    at: Math.round(turn.time.now),
    clockErrorMs: turn.time.estimate?.errorMs ?? 0,
    outcome,
    reason,
    startedAt: attempt?.startedAt ?? null,
    playedMs: Math.round(attempt?.playedMs ?? 0),
    grade: attempt && attempt.playedMs > 0 && attempt.measured ? 'measured' : 'reported',
    plannedStart: facts.startAt,
    class: facts.class,
    title: facts.title,
    sha256: facts.sha256,
    programVersion: facts.programVersion,
  });
  setLedger(turn, { settled: { ...rememberable(turn, turn.time.now), [facts.id]: facts.endAt }, attempts });
  update(turn, { entries: otherEntries });
};

/** What the documents alone say against an item; its slot is over whatever the device did. */
const neverMeant = ({ refused }: Planned): Conclusion | null => {
  switch (refused) {
    case 'quiet-hours':
      return { outcome: 'skipped', reason: 'quiet-hours' };
    case 'expired':
      return { outcome: 'missed', reason: 'expired' };
    case null:
      return null;
  }
};

/** Why an item that never sounded did not, once its slot is over. */
const concludeUnheard = (turn: Turn, planned: Planned, news: News): Conclusion => {
  const { facts, overAt } = planned;
  const { state, time } = turn;
  const bootedAt = toTrue(turn, state.bootedAt) ?? 0;
  const never = neverMeant(planned);
  if (never) return never;
  if (overAt <= bootedAt) return { outcome: 'missed', reason: 'power-off' };
  if (state.muted !== null) return { outcome: 'skipped', reason: state.muted };
  const entry = state.entries[facts.id];
  if (entry === 'late' || entry === 'silent') return { outcome: 'skipped', reason: 'late' };
  if (news !== null) return { outcome: 'missed', reason: news };
  const attempt = state.ledger.attempts[facts.id];
  if (attempt?.trouble) return { outcome: 'failed', reason: attempt.trouble };
  if (!time.trusted) return { outcome: 'missed', reason: 'clock' };
  const stretches = segmentsDuring(state.plan, facts.startAt, overAt);
  if (!stretches.some((segment) => segment.candidate.id === facts.id)) {
    const isStopped = stretches.some((segment) => segment.candidate.rank === rank.stop);
    return { outcome: 'skipped', reason: isStopped ? 'stop' : 'displaced' };
  }
  if (facts.sha256 === null) return { outcome: 'failed', reason: 'stream' };
  if (!state.cached.has(facts.sha256)) return { outcome: 'missed', reason: 'not-cached' };
  return { outcome: 'skipped', reason: 'late' };
};

const concludeHeard = ({ cutBy }: Attempt): Conclusion => ({
  outcome: 'interrupted',
  reason: cutBy ?? 'output',
});

const placeNames = new WeakMap<ConfigDocument, string>();

/** Asked at every step. */
const placeNameOf = (config: ConfigDocument): string => {
  const known = placeNames.get(config);
  if (known !== undefined) return known;
  const name = [config.clusterId, config.zoneKey ?? '', ...config.areaKeys].join('|');
  placeNames.set(config, name);
  return name;
};

/** The items of a new place are its own from now on; those of the last one end here. */
const takeUpPlace = (turn: Turn): void => {
  const { config, ledger } = turn.state;
  if (!config || turn.time.now === null) return;
  const place = placeNameOf(config);
  if (ledger.place === place && ledger.since !== null) return;
  setLedger(turn, { place, since: turn.time.now });
};

/** An attempt that came to nothing, of an item that is no more: nothing was heard, and nothing is to be told. */
const forgetAttempt = (turn: Turn, itemId: string): void => {
  const { [itemId]: _, ...attempts } = turn.state.ledger.attempts;
  setLedger(turn, { attempts });
};

/**
 * Items that were removed while they sounded or waited to sound again. A device that has lost its program
 * cannot know: it waits until it has it again.
 */
const settleOrphans = (turn: Turn): void => {
  const { plan, sounds, ledger } = turn.state;
  if (!plan.isComplete) return;
  for (const { facts, startedAt } of Object.values(ledger.attempts)) {
    if (plan.planned.has(facts.id) || sounds.some((sound) => sound.itemId === facts.id)) continue;
    if (startedAt === null) forgetAttempt(turn, facts.id);
    else settle(turn, facts, { outcome: 'interrupted', reason: 'cancelled' });
  }
};

/** Gives every item whose slot is over its outcome. */
export const settleElapsed = (turn: Turn, news: News): void => {
  const { now } = turn.time;
  if (now === null || turn.state.loading.length > 0) return;
  takeUpPlace(turn);
  settleOrphans(turn);
  const { plan, ledger } = turn.state;
  const since = ledger.since ?? now;
  for (const planned of plan.byEnd) {
    const { facts, overAt } = planned;
    if (overAt > now) break;
    if (facts.id in ledger.settled) continue;
    const attempt = turn.state.ledger.attempts[facts.id];
    const wasHeard = attempt !== undefined && attempt.startedAt !== null;
    // What was over before the device came here is not its own, unless it sounded it: then the disk has lost all
    // but the spool.
    if (overAt <= since && !wasHeard) continue;
    // The output has the last word on what it is sounding.
    if (turn.state.sounds.some((sound) => sound.itemId === facts.id)) continue;
    settle(turn, facts, wasHeard ? concludeHeard(attempt) : concludeUnheard(turn, planned, news));
  }
};
