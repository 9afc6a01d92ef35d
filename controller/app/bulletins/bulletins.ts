import type { BroadcastClass } from '#protocol';
import type { AudioProcessor, ProcessedAudio } from '../ports/audio.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log, Outcome, Random } from '../ports/runtime.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';
import type { Store } from '../ports/store.ts';
import { approvalFaults } from './approval-faults.ts';
import type { Approvals } from './approvals.ts';
import { type AudioFault, audioFault } from './audio-faults.ts';
import type { AudioJob, AudioJobs, AudioJobsDeps } from './audio-jobs.ts';

/** Files that were received and wait to become assets; durable, unlike the job list. */
export type IncomingFiles = Readonly<{
  /** Moves a received file in under that name; durable when it resolves. */
  keep: (receivedPath: string, name: string) => Promise<void>;
  path: (name: string) => string;
  remove: (name: string) => Promise<void>;
  /** Removes what no unfinished bulletin names. */
  sweep: (keep: ReadonlySet<string>) => Promise<void>;
}>;

export type NewBulletin = {
  title: string;
  class: BroadcastClass;
  language: string;
  areaKey: string;
  createdBy: string;
  isDemo: boolean;
  /** Submits it for approval as soon as its audio is ready; a draft otherwise. */
  submit: boolean;
};

export type Bulletins = Readonly<{
  /** Takes a received file over. Once this resolves the bulletin survives whatever happens to the process. */
  receive: (bulletin: NewBulletin, receivedPath: string) => Promise<Outcome<BulletinRow>>;
  /** From wherever it stands; nothing of it airs any more. Twice is no fault. */
  withdraw: (id: string, reason: string | null, actor: { username: string }) => Promise<Outcome<BulletinRow>>;
  /** 0..1 of the bulletin being processed. */
  progress: (id: string) => number;
  /** Takes up unfinished work of an earlier run. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
}>;

const failedWith = ({ code, vi, en }: AudioFault) =>
  ({ audioState: 'failed', faultCode: code, faultVi: vi, faultEn: en }) as const;

export const createBulletins = (deps: {
  store: Store;
  processor: AudioProcessor;
  incoming: IncomingFiles;
  createJobs: (callbacks: Pick<AudioJobsDeps, 'onProgress' | 'onDone' | 'onFailed'>) => AudioJobs;
  approvals: Pick<Approvals, 'withdrawIn' | 'submitReadyIn'>;
  events: EventBus;
  clock: Clock;
  random: Random;
  log: Log;
  /** Called when a bulletin that may be on air changed, so that programs follow. */
  onAirChange: () => void;
}): Bulletins => {
  const { store, processor, incoming, approvals, events, clock, random, log, onAirChange } = deps;

  type Place = Pick<BulletinRow, 'id' | 'areaKey'>;
  /** Whose audio is in work. */
  const inWork = new Map<string, Place>();
  const tell = ({ id: bulletinId, areaKey }: Place, audioState: string, progress: number): void =>
    events.emit({ type: 'bulletin', areaKey, bulletinId, audioState, progress });

  const finish = async (
    job: AudioJob,
    change: Partial<BulletinRow>,
    asset: ProcessedAudio | null,
  ): Promise<Place | null> => {
    const finished = await store.transaction(async (tx) => {
      const bulletin = await tx.bulletins.get(job.id);
      if (!bulletin) return null;
      if (asset) await tx.assets.put({ ...asset, createdAt: clock.now() });
      const row = { ...bulletin, ...change, incomingFile: null };
      await tx.bulletins.put(row);
      await approvals.submitReadyIn(tx, row);
      return bulletin;
    });
    inWork.delete(job.id);
    if (finished?.incomingFile) await incoming.remove(finished.incomingFile);
    return finished;
  };

  const jobs = deps.createJobs({
    onProgress: (job, fraction) => {
      const place = inWork.get(job.id);
      if (place) tell(place, 'processing', fraction);
    },
    onDone: async (job, asset) => {
      const finished = await finish(job, { audioState: 'ready', sha256: asset.sha256 }, asset);
      log.info(
        { bulletinId: job.id, sha256: asset.sha256, durationMs: asset.durationMs },
        'A bulletin is ready',
      );
      if (finished) tell(finished, 'ready', 1);
    },
    onFailed: async (job, fault: AudioFault) => {
      const finished = await finish(job, { ...failedWith(fault), submitter: null }, null);
      log.info({ bulletinId: job.id, code: fault.code }, 'The audio of a bulletin was refused');
      if (finished) tell(finished, 'failed', 1);
    },
  });

  const enqueue = (bulletin: BulletinRow): void => {
    if (!bulletin.incomingFile) return;
    inWork.set(bulletin.id, bulletin);
    jobs.enqueue({ id: bulletin.id, inputPath: incoming.path(bulletin.incomingFile) });
  };

  return {
    receive: async ({ submit, ...bulletin }, receivedPath) => {
      const probe = await processor.probe(receivedPath);
      if (!probe.ok)
        return { ok: false, status: probe.fault.code === 'Audio_TooLong' ? 413 : 422, fault: probe.fault };
      const id = random.id('bul');
      await incoming.keep(receivedPath, id);
      const row: BulletinRow = {
        ...bulletin,
        id,
        approval: 'draft',
        audioState: 'queued',
        incomingFile: id,
        faultCode: null,
        faultVi: null,
        faultEn: null,
        sha256: null,
        createdAt: clock.now(),
        revision: 0,
        submitter: submit ? bulletin.createdBy : null,
        approvedAt: null,
        airsFrom: null,
      };
      try {
        await store.bulletins.put(row);
      } catch (error) {
        await incoming.remove(id);
        throw error;
      }
      tell(row, 'queued', 0);
      enqueue(row);
      return { ok: true, value: row };
    },
    withdraw: async (id, reason, actor) => {
      // Read once no job can finish in between and be overwritten.
      await jobs.cancel(id);
      const done = await store.transaction(async (tx) => {
        const before = await tx.bulletins.get(id);
        if (!before || before.approval === 'withdrawn') return { before, withdrawn: before };
        const isUnfinished = before.audioState === 'queued' || before.audioState === 'processing';
        const halted = isUnfinished ? failedWith(audioFault('Audio_Cancelled')) : {};
        const stopped = { ...before, ...halted, incomingFile: null };
        return { before, withdrawn: await approvals.withdrawIn(tx, stopped, reason, actor) };
      });
      const { before, withdrawn } = done;
      if (!before || !withdrawn) return { ok: false, status: 404, fault: approvalFaults.unknown };
      if (withdrawn !== before) {
        if (before.incomingFile) await incoming.remove(before.incomingFile);
        onAirChange();
        inWork.delete(id);
        tell(before, 'withdrawn', 1);
      }
      return { ok: true, value: withdrawn };
    },
    progress: (id) => jobs.progress(id)?.fraction ?? 0,
    start: async () => {
      const unfinished = await store.bulletins.withAudioState(['queued', 'processing']);
      await incoming.sweep(new Set(unfinished.flatMap((bulletin) => bulletin.incomingFile ?? [])));
      for (const bulletin of unfinished) enqueue(bulletin);
    },
    stop: () => jobs.stop(),
  };
};
