import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../../../controller/adapters/random.ts';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import { createApprovals } from '../../../../../controller/app/bulletins/approvals.ts';
import { type AudioFaultCode, audioFault } from '../../../../../controller/app/bulletins/audio-faults.ts';
import { createAudioJobs } from '../../../../../controller/app/bulletins/audio-jobs.ts';
import { type Bulletins, createBulletins } from '../../../../../controller/app/bulletins/bulletins.ts';
import type {
  AudioProcessor,
  ProbeResult,
  ProcessResult,
} from '../../../../../controller/app/ports/audio.ts';
import type { BulletinRow } from '../../../../../controller/app/ports/store/bulletins.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { aBulletin, MORNING } from '../../../../support/store-contract/sample-rows.ts';
import { createVirtualClock, settle, type VirtualClock } from '../../../../support/virtual-clock.ts';

const someone = { id: 'usr_1', username: 'admin' };
const wanted = {
  title: 'Lịch cắt điện ngày mai',
  class: 'normal',
  language: 'vi',
  areaKey: '25.20200101',
  createdBy: 'admin',
  isDemo: false,
  submit: false,
} as const;
const sound = {
  sha256: 'a'.repeat(64),
  sizeBytes: 8_000,
  durationMs: 1_000,
  loudnessLufs: -16,
  truePeakDbtp: -2,
  peaks: [1],
};
const processed: ProcessResult = { ok: true, asset: { ...sound, path: '/assets/a.mp3' } };
const refused = (code: AudioFaultCode): ProcessResult & ProbeResult => ({
  ok: false,
  fault: audioFault(code),
});

let store: Store;
let events: RecordingEvents;
/** Received files, by name. */
let incoming: Set<string>;
let probe: ProbeResult;
/** Ends the processing of a received file. */
let work: Map<string, (result: ProcessResult) => void>;
let airChanges: number;
let notices: string[];
let clock: VirtualClock;
let bulletins: Bulletins;

const processor: AudioProcessor = {
  probe: async () => probe,
  process: (path, _outDir, { signal } = {}) =>
    new Promise((resolve) => {
      work.set(path, resolve);
      signal?.addEventListener('abort', () => resolve(refused('Audio_Cancelled')));
    }),
};
const createHere = (on: Store = store): Bulletins =>
  createBulletins({
    store: on,
    approvals: createApprovals({
      store: on,
      solo: { of: async () => null },
      notifier: {
        notify: async ({ type, subjectId }) => {
          notices.push(`${type} ${subjectId}`);
        },
      },
      events,
      clock,
      cutOffMs: 0,
      onAirChange: () => undefined,
      log: silentLog,
    }),
    processor,
    incoming: {
      keep: async (_receivedPath, name) => {
        incoming.add(name);
      },
      path: (name) => name,
      remove: async (name) => {
        incoming.delete(name);
      },
      sweep: async (keep) => {
        for (const name of incoming) if (!keep.has(name)) incoming.delete(name);
      },
    },
    createJobs: (callbacks) =>
      createAudioJobs({
        ...callbacks,
        processor,
        assetDir: '/assets',
        concurrency: 1,
        clock,
        log: silentLog,
      }),
    events,
    clock,
    random: systemRandom(),
    log: silentLog,
    onAirChange: () => {
      airChanges += 1;
    },
  });

beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
  events = createRecordingEvents();
  incoming = new Set();
  probe = { ok: true, durationMs: 1_000, codec: 'mp3', hasVideo: false };
  work = new Map();
  airChanges = 0;
  notices = [];
  clock = createVirtualClock(MORNING);
  bulletins = createHere();
});

const receive = async (): Promise<BulletinRow> => {
  const outcome = await bulletins.receive(wanted, '/uploads/x.part');
  if (!outcome.ok) throw new Error(outcome.fault.code);
  return outcome.value;
};
const end = async (id: string, result: ProcessResult): Promise<void> => {
  work.get(id)?.(result);
  await settle();
};
const told = (): string[] =>
  events.of('bulletin').map(({ audioState, progress }) => `${audioState} ${progress}`);

describe('receiving', () => {
  it('keeps the file and the row before it is acknowledged', async () => {
    const row = await receive();
    expect(await store.bulletins.get(row.id)).toEqual(row);
    expect(row).toMatchObject({
      title: wanted.title,
      createdBy: wanted.createdBy,
      approval: 'draft',
      approvedAt: null,
      audioState: 'queued',
      incomingFile: row.id,
      sha256: null,
      createdAt: MORNING,
    });
    expect(incoming).toEqual(new Set([row.id]));
  });

  it.each([
    ['Audio_Unreadable', 422],
    ['Audio_Empty', 422],
    ['Audio_TooLong', 413],
  ] as const)('refuses %s with %i and keeps nothing', async (code, status) => {
    probe = refused(code);
    expect(await bulletins.receive(wanted, '/uploads/x.part')).toMatchObject({
      ok: false,
      status,
      fault: { code },
    });
    expect(incoming.size).toBe(0);
    expect(
      (await store.bulletins.page({ areaKeys: null, search: null, cursor: null, limit: 1 })).items,
    ).toEqual([]);
  });

  it('keeps no file whose row could not be stored', async () => {
    const full: Store = {
      ...store,
      bulletins: { ...store.bulletins, put: () => Promise.reject(new Error('the disk is full')) },
    };
    await expect(createHere(full).receive(wanted, '/uploads/x.part')).rejects.toThrow('the disk is full');
    expect(incoming.size).toBe(0);
    expect(work.size).toBe(0);
  });
});

describe('processing', () => {
  it('makes the bulletin ready and lets the received file go', async () => {
    const { id } = await receive();
    await end(id, processed);
    expect(await store.bulletins.get(id)).toMatchObject({
      audioState: 'ready',
      sha256: sound.sha256,
      incomingFile: null,
    });
    expect(await store.assets.get(sound.sha256)).toMatchObject({ ...sound, createdAt: MORNING });
    expect(incoming.size).toBe(0);
    expect(told()).toEqual(['queued 0', 'processing 0', 'ready 1']);
  });

  it('is ready as soon as the database takes it, should it not at first', async () => {
    let isFull = true;
    bulletins = createHere({
      ...store,
      transaction: async (step) => {
        if (isFull) throw new Error('the disk is full');
        return store.transaction(step);
      },
    });
    const { id } = await receive();
    await end(id, processed);
    await clock.advance(5_000);
    expect(await store.bulletins.get(id)).toMatchObject({ audioState: 'queued', incomingFile: id });
    isFull = false;
    await clock.advance(5_000);
    expect(await store.bulletins.get(id)).toMatchObject({ audioState: 'ready', sha256: sound.sha256 });
    expect(incoming.size).toBe(0);
    expect(told().at(-1)).toBe('ready 1');
  });

  it('names the fault of sound that it refuses', async () => {
    const { id } = await receive();
    await end(id, refused('Audio_Silent'));
    expect(await store.bulletins.get(id)).toMatchObject({
      audioState: 'failed',
      faultCode: 'Audio_Silent',
      faultVi: audioFault('Audio_Silent').vi,
      faultEn: audioFault('Audio_Silent').en,
      sha256: null,
      incomingFile: null,
    });
    expect(incoming.size).toBe(0);
    expect(told().at(-1)).toBe('failed 1');
  });

  it('is taken up again by the next process, and leftovers of nobody go', async () => {
    const { id } = await receive();
    await bulletins.stop();
    incoming.add('left-over');
    await store.bulletins.put(aBulletin({ id: 'bul_done', audioState: 'ready', incomingFile: null }));
    work.clear();
    bulletins = createHere();
    await bulletins.start();
    expect(incoming).toEqual(new Set([id]));
    await end(id, processed);
    expect((await store.bulletins.get(id))?.audioState).toBe('ready');
  });
});

describe('submitting what was just uploaded', () => {
  const uploadToSubmit = async (): Promise<string> => {
    const outcome = await bulletins.receive({ ...wanted, submit: true }, '/uploads/x.part');
    if (!outcome.ok) throw new Error(outcome.fault.code);
    return outcome.value.id;
  };

  it('waits for its audio, also over a restart, and then waits for approval', async () => {
    const id = await uploadToSubmit();
    expect(await store.bulletins.get(id)).toMatchObject({ approval: 'draft', submitter: 'admin' });
    await bulletins.stop();
    bulletins = createHere();
    await bulletins.start();
    await end(id, processed);
    expect(await store.bulletins.get(id)).toMatchObject({ approval: 'submitted', submitter: null });
    expect(await store.approvals.of([id])).toMatchObject([{ step: 'submit', by: 'admin', at: MORNING }]);
    expect(notices).toEqual([`approval-waiting ${id}`]);
  });

  it('leaves a draft behind when its audio cannot be used', async () => {
    const id = await uploadToSubmit();
    await end(id, refused('Audio_Silent'));
    expect(await store.bulletins.get(id)).toMatchObject({ approval: 'draft', audioState: 'failed' });
    expect(await store.approvals.of([id])).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('is a draft unless it was asked for', async () => {
    const { id } = await receive();
    await end(id, processed);
    expect(await store.bulletins.get(id)).toMatchObject({ approval: 'draft' });
    expect(await store.assets.isServable(sound.sha256)).toBe(false);
  });
});

describe('withdrawing', () => {
  it('takes a ready bulletin off the air', async () => {
    const { id } = await receive();
    await end(id, processed);
    const ready = await store.bulletins.get(id);
    if (ready) await store.bulletins.put({ ...ready, approval: 'approved', approvedAt: 1, airsFrom: 1 });
    expect(await store.assets.isServable(sound.sha256)).toBe(true);
    expect(await bulletins.withdraw(id, null, someone)).toMatchObject({
      ok: true,
      value: { approval: 'withdrawn' },
    });
    expect(await store.assets.isServable(sound.sha256)).toBe(false);
    expect(airChanges).toBe(1);
    expect(told().at(-1)).toBe('withdrawn 1');
  });

  it('ends its processing, and nothing of it comes back', async () => {
    const { id } = await receive();
    await bulletins.withdraw(id, null, someone);
    expect(incoming.size).toBe(0);
    await end(id, processed);
    const withdrawn = await store.bulletins.get(id);
    expect(withdrawn).toMatchObject({ approval: 'withdrawn', sha256: null });
    // It waits for nothing any more.
    expect(withdrawn).toMatchObject({ audioState: 'failed', faultCode: 'Audio_Cancelled' });
    expect(await store.bulletins.withAudioState(['queued', 'processing'])).toEqual([]);
    await createHere().start();
    expect(await store.bulletins.get(id)).toEqual(withdrawn);
  });

  it('keeps what a job stores at the same time', async () => {
    let proceed = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    bulletins = createHere({ ...store, transaction: (step) => gate.then(() => store.transaction(step)) });
    const { id } = await receive();
    await end(id, processed);
    const withdrawing = bulletins.withdraw(id, null, someone);
    await settle();
    proceed();
    expect(await withdrawing).toMatchObject({ ok: true });
    expect(await store.bulletins.get(id)).toMatchObject({
      approval: 'withdrawn',
      audioState: 'ready',
      sha256: sound.sha256,
    });
    expect(incoming.size).toBe(0);
  });

  it('is no fault twice, and refused for what does not exist', async () => {
    const { id } = await receive();
    await bulletins.withdraw(id, null, someone);
    expect(await bulletins.withdraw(id, null, someone)).toMatchObject({ ok: true });
    expect(await bulletins.withdraw('bul_x', null, someone)).toMatchObject({
      ok: false,
      status: 404,
      fault: { code: 'Bulletin_Unknown' },
    });
  });
});
