import { rank } from '#protocol';
import type { MissingReason } from './event.ts';
import { stateChanged } from './reports.ts';
import type { FetchJob } from './state.ts';
import { backoff, log, random, type Turn, update } from './turn.ts';

const retryBaseMs = 2_000;
const maxRetryMs = 300_000;
/** An emergency that cannot be fetched is tried again until its end. */
const maxUrgentRetryMs = 15_000;

type Need = Readonly<{ dueAt: number; isUrgent: boolean }>;

const preloaded: Need = { dueAt: Number.POSITIVE_INFINITY, isUrgent: false };

/** When each asset is needed first; preloaded clips whenever there is time. Only of what may still sound. */
const needs = (turn: Turn): ReadonlyMap<string, Need> => {
  const { plan, ledger } = turn.state;
  const found = new Map<string, Need>(plan.preload.map((sha256) => [sha256, preloaded]));
  for (const { facts, overAt, candidate } of plan.planned.values()) {
    if (facts.sha256 === null || !candidate || facts.id in ledger.settled) continue;
    if (turn.time.now !== null && overAt <= turn.time.now) continue;
    const { dueAt, isUrgent } = found.get(facts.sha256) ?? preloaded;
    found.set(facts.sha256, {
      dueAt: Math.min(dueAt, facts.startAt),
      isUrgent: isUrgent || candidate.rank === rank.emergency,
    });
  }
  return found;
};

/**
 * How long to hold back the fetch of a newly named asset: at random within the configured jitter, but within
 * half of the time left before it is due, so that a bulletin placed a minute ahead is there in time.
 */
const holdBack = (turn: Turn, { dueAt, isUrgent }: Need): number => {
  const { now } = turn.time;
  if (now === null && isUrgent) return 0;
  const left = now === null ? Number.POSITIVE_INFINITY : Math.max(0, dueAt - now);
  return random(turn) * Math.min(turn.state.config?.fetchJitterMs ?? 0, left / 2);
};

/** After the plan changed: queues what is named and not held, drops and evicts what no document names. */
export const reviseCache = (turn: Turn): void => {
  const { plan, cached, sounds } = turn.state;
  const jobs: Record<string, FetchJob> = {};
  // Nearly always everything is there.
  const isMissing = [...plan.assets.keys()].some((sha256) => !cached.has(sha256));
  for (const [sha256, need] of isMissing ? needs(turn) : []) {
    if (cached.has(sha256)) continue;
    const { dueAt, isUrgent } = need;
    const job = turn.state.jobs[sha256];
    // An asset that becomes due sooner than it was draws again, and keeps the earlier of the two instants.
    const isSooner = !job || dueAt < job.dueAt || (isUrgent && !job.isUrgent);
    const drawn = isSooner ? turn.ownNow + holdBack(turn, need) : Number.POSITIVE_INFINITY;
    jobs[sha256] = {
      sizeBytes: plan.assets.get(sha256) ?? null,
      status: job?.status ?? 'queued',
      isUrgent,
      nextAt: Math.min(job?.nextAt ?? Number.POSITIVE_INFINITY, drawn),
      dueAt,
      tries: job?.tries ?? 0,
      reason: job?.reason ?? null,
    };
  }
  const stale = [...cached].filter(
    (sha256) =>
      plan.isComplete && !plan.assets.has(sha256) && !sounds.some((sound) => sound.sha256 === sha256),
  );
  for (const sha256 of stale) turn.effects.push({ type: 'evict', sha256 });
  const isSame = stale.length === 0 && Object.keys(jobs).join() === Object.keys(turn.state.jobs).join();
  update(turn, {
    jobs,
    ...(stale.length > 0 ? { cached: new Set([...cached].filter((one) => !stale.includes(one))) } : {}),
  });
  if (!isSame) stateChanged(turn);
};

/** How many more fetches of a kind may start: an emergency waits for no other audio. */
const roomFor = (turn: Turn, isUrgent: boolean): number => {
  const underWay = Object.values(turn.state.jobs).filter(
    (job) => job.status === 'fetching' && (job.isUrgent || !isUrgent),
  );
  return Math.max(0, turn.state.settings.parallelFetches - underWay.length);
};

/** Starts fetches whose hold-back is over: emergencies, then what sounds sooner, a few at a time. */
export const fetchIfDue = (turn: Turn): void => {
  const { jobs, config } = turn.state;
  if (!config) return;
  const due = Object.entries(jobs)
    .filter(([, job]) => job.status === 'queued' && job.nextAt <= turn.ownNow)
    .sort(([, a], [, b]) => a.dueAt - b.dueAt || a.nextAt - b.nextAt);
  if (due.length === 0) return;
  const urgent = due.filter(([, job]) => job.isUrgent).slice(0, roomFor(turn, true));
  const others = due.filter(([, job]) => !job.isUrgent);
  const ready = [...urgent, ...others.slice(0, Math.max(0, roomFor(turn, false) - urgent.length))];
  if (ready.length === 0) return;
  const started = Object.fromEntries(
    ready.map(([sha256, job]) => [sha256, { ...job, status: 'fetching' as const }]),
  );
  update(turn, { jobs: { ...jobs, ...started } });
  for (const [sha256, { sizeBytes }] of ready) {
    const urls = config.mediaBaseUrls.map((base) => `${base.replace(/\/+$/, '')}/${sha256}.mp3`);
    turn.effects.push({ type: 'fetch', sha256, sizeBytes, urls });
  }
};

/** The next instant on the own clock at which a fetch may start; null when none waits or all slots are taken. */
export const nextFetchAt = (turn: Turn): number | null => {
  if (!turn.state.config) return null;
  const waiting = Object.values(turn.state.jobs)
    .filter((job) => job.status === 'queued' && roomFor(turn, job.isUrgent) > 0)
    .map((job) => job.nextAt);
  return waiting.length > 0 ? Math.min(...waiting) : null;
};

export const onFetched = (turn: Turn, sha256: string): void => {
  const { [sha256]: job, ...jobs } = turn.state.jobs;
  // Nothing names it any more: a fetch that was under way when the program changed.
  if (!turn.state.plan.assets.has(sha256)) {
    update(turn, { jobs });
    turn.effects.push({ type: 'evict', sha256 });
    return;
  }
  if (!job && turn.state.cached.has(sha256)) return;
  update(turn, { jobs, cached: new Set([...turn.state.cached, sha256]) });
  stateChanged(turn);
};

export const onFetchFailed = (turn: Turn, sha256: string, reason: MissingReason): void => {
  const job = turn.state.jobs[sha256];
  if (!job) return;
  const longest = job.isUrgent ? maxUrgentRetryMs : maxRetryMs;
  const nextAt = turn.ownNow + backoff(turn, retryBaseMs, job.tries, longest);
  log(turn, 'warn', 'Asset could not be fetched', { sha256, reason, tries: job.tries + 1 });
  if (job.reason !== reason) stateChanged(turn);
  update(turn, {
    jobs: {
      ...turn.state.jobs,
      [sha256]: { ...job, status: 'queued', tries: job.tries + 1, reason, nextAt },
    },
  });
};

/** A cached file turned out to be damaged or gone: it is fetched again at once. */
export const onCacheDamaged = (turn: Turn, sha256: string): void => {
  const cached = new Set(turn.state.cached);
  cached.delete(sha256);
  const job: FetchJob = {
    sizeBytes: turn.state.plan.assets.get(sha256) ?? null,
    status: 'queued',
    isUrgent: needs(turn).get(sha256)?.isUrgent ?? false,
    nextAt: turn.ownNow,
    dueAt: turn.time.now ?? 0,
    tries: 0,
    reason: 'hash-mismatch',
  };
  update(turn, { cached, jobs: { ...turn.state.jobs, [sha256]: job } });
  stateChanged(turn);
};
