import type { MissingReason } from './event.ts';
import { stateChanged } from './reports.ts';
import type { FetchJob } from './state.ts';
import { backoff, log, random, type Turn, update } from './turn.ts';

const retryBaseMs = 2_000;
const maxRetryMs = 300_000;

/** When each asset is needed first; preloaded clips whenever there is time. Only of what may still sound. */
const dueDates = (turn: Turn): ReadonlyMap<string, number> => {
  const { plan, ledger } = turn.state;
  const due = new Map<string, number>(plan.preload.map((sha256) => [sha256, Number.POSITIVE_INFINITY]));
  for (const { facts, overAt, candidate } of plan.planned.values()) {
    if (facts.sha256 === null || !candidate || facts.id in ledger.settled) continue;
    if (turn.time.now !== null && overAt <= turn.time.now) continue;
    due.set(facts.sha256, Math.min(due.get(facts.sha256) ?? Number.POSITIVE_INFINITY, facts.startAt));
  }
  return due;
};

/**
 * How long to hold back the fetch of a newly named asset: at random within the configured jitter, but within
 * half of the time left before it is due, so that a bulletin placed a minute ahead is there in time.
 */
const holdBack = (turn: Turn, dueAt: number): number => {
  const left = turn.time.now === null ? Number.POSITIVE_INFINITY : Math.max(0, dueAt - turn.time.now);
  return random(turn) * Math.min(turn.state.config?.fetchJitterMs ?? 0, left / 2);
};

/** After the plan changed: queues what is named and not held, drops and evicts what no document names. */
export const reviseCache = (turn: Turn): void => {
  const due = dueDates(turn);
  const { plan, cached, sounds } = turn.state;
  const jobs: Record<string, FetchJob> = {};
  for (const [sha256, dueAt] of due) {
    if (cached.has(sha256)) continue;
    const job = turn.state.jobs[sha256];
    // An asset that becomes due sooner than it was draws again, and keeps the earlier of the two instants.
    const isSooner = !job || dueAt < job.dueAt;
    const drawn = isSooner ? turn.ownNow + holdBack(turn, dueAt) : Number.POSITIVE_INFINITY;
    jobs[sha256] = {
      sizeBytes: plan.assets.get(sha256) ?? null,
      status: job?.status ?? 'queued',
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

/** Starts fetches whose hold-back is over: what sounds sooner goes first, a few at a time. */
export const fetchIfDue = (turn: Turn): void => {
  const { jobs, config, settings } = turn.state;
  if (!config) return;
  const underWay = Object.values(jobs).filter((job) => job.status === 'fetching').length;
  const ready = Object.entries(jobs)
    .filter(([, job]) => job.status === 'queued' && job.nextAt <= turn.ownNow)
    .sort(([, a], [, b]) => a.dueAt - b.dueAt || a.nextAt - b.nextAt)
    .slice(0, Math.max(0, settings.parallelFetches - underWay));
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
  const jobs = Object.values(turn.state.jobs);
  if (!turn.state.config) return null;
  if (jobs.filter((job) => job.status === 'fetching').length >= turn.state.settings.parallelFetches)
    return null;
  const waiting = jobs.filter((job) => job.status === 'queued').map((job) => job.nextAt);
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
  const nextAt = turn.ownNow + backoff(turn, retryBaseMs, job.tries, maxRetryMs);
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
    nextAt: turn.ownNow,
    dueAt: turn.time.now ?? 0,
    tries: 0,
    reason: 'hash-mismatch',
  };
  update(turn, { cached, jobs: { ...turn.state.jobs, [sha256]: job } });
  stateChanged(turn);
};
