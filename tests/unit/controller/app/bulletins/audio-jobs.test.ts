import { describe, expect, it } from 'vitest';
import { audioFault } from '../../../../../controller/app/bulletins/audio-faults.ts';
import { type AudioJob, createAudioJobs } from '../../../../../controller/app/bulletins/audio-jobs.ts';
import type {
  AudioProcessor,
  ProcessedAudio,
  ProcessOptions,
  ProcessResult,
} from '../../../../../controller/app/ports/audio.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, settle } from '../../../../support/virtual-clock.ts';

const asset: ProcessedAudio = {
  sha256: 'a'.repeat(64),
  path: '/assets/a.mp3',
  sizeBytes: 1,
  durationMs: 1,
  loudnessLufs: -16,
  truePeakDbtp: -2,
  peaks: [],
};
const job = (id: string): AudioJob => ({ id, inputPath: `/incoming/${id}` });

/** A processor whose work ends when the test says so; abort ends it as the real one does. */
const setUp = (concurrency = 1) => {
  const clock = createVirtualClock(0);
  const work = new Map<
    string,
    { options: ProcessOptions; end: (result: ProcessResult) => void; break: (error: Error) => void }
  >();
  const processor: AudioProcessor = {
    probe: async () => ({ ok: false, fault: audioFault('Audio_Unreadable') }),
    process: (path, _outDir, options = {}) =>
      new Promise((resolve, reject) => {
        work.set(path.slice('/incoming/'.length), { options, end: resolve, break: reject });
        options.signal?.addEventListener('abort', () =>
          resolve({ ok: false, fault: audioFault('Audio_Cancelled') }),
        );
      }),
  };
  const events: string[] = [];
  const heard = new Map<string, () => void>();
  const say = (event: string): void => {
    events.push(event);
    heard.get(event)?.();
  };
  const jobs = createAudioJobs({
    processor,
    assetDir: '/assets',
    concurrency,
    clock,
    log: silentLog,
    onProgress: ({ id }, fraction) => say(`${id} ${fraction}`),
    onDone: async ({ id }, { sha256 }) => say(`${id} done ${sha256.slice(0, 2)}`),
    onFailed: async ({ id }, fault) => say(`${id} ${fault.code}`),
  });
  /** Resolves once the event came. */
  const event = (name: string): Promise<void> =>
    events.includes(name) ? Promise.resolve() : new Promise((resolve) => heard.set(name, resolve));
  const running = (id: string) => {
    const found = work.get(id);
    if (!found) throw new Error(`${id} is not running`);
    return found;
  };
  return { jobs, events, event, running, isRunning: (id: string) => work.has(id) };
};

describe('createAudioJobs', () => {
  it('works in order of arrival, no more at a time than allowed', async () => {
    const { jobs, running, isRunning, event } = setUp(2);
    for (const id of ['a', 'b', 'c', 'd']) expect(jobs.enqueue(job(id))).toBe(true);
    expect(['a', 'b', 'c', 'd'].map(isRunning)).toEqual([true, true, false, false]);
    running('b').end({ ok: true, asset });
    await event('c 0');
    expect(isRunning('d')).toBe(false);
    running('a').end({ ok: true, asset });
    await event('d 0');
    expect(isRunning('d')).toBe(true);
  });

  it('tells progress in whole per cents, never falling, and to those who ask', async () => {
    const { jobs, running, events, event } = setUp();
    jobs.enqueue(job('a'));
    jobs.enqueue(job('b'));
    for (const fraction of [0.101, 0.104, 0.05, 0.5]) running('a').options.onProgress?.(fraction);
    expect(jobs.progress('a')).toEqual({ state: 'processing', fraction: 0.5 });
    expect(jobs.progress('b')).toEqual({ state: 'queued', fraction: 0 });
    expect(jobs.progress('c')).toBeNull();
    running('a').end({ ok: true, asset });
    await event('b 0');
    expect(events).toEqual(['a 0', 'a 0.1', 'a 0.5', 'a done aa', 'b 0']);
    expect(jobs.progress('a')).toBeNull();
  });

  it('hands on a refusal, and a breakdown as a refusal', async () => {
    const { jobs, running, event, events } = setUp(2);
    jobs.enqueue(job('a'));
    jobs.enqueue(job('b'));
    running('a').end({ ok: false, fault: audioFault('Audio_Silent') });
    running('b').break(new Error('no ffmpeg any more'));
    await Promise.all([event('a Audio_Silent'), event('b Audio_Failed')]);
    expect(events).toContain('b Audio_Failed');
  });

  describe('whose outcome cannot be stored', () => {
    const setUpFailing = () => {
      const clock = createVirtualClock(0);
      const tries: [string, number][] = [];
      const knobs = { fails: true };
      const jobs = createAudioJobs({
        processor: {
          probe: async () => ({ ok: false, fault: audioFault('Audio_Unreadable') }),
          process: async () => ({ ok: true, asset }),
        },
        assetDir: '/assets',
        concurrency: 1,
        clock,
        log: silentLog,
        onProgress: () => {},
        onDone: async ({ id }) => {
          tries.push([id, clock.now()]);
          if (knobs.fails) throw new Error('database full');
        },
        onFailed: async () => {},
      });
      return { jobs, clock, tries, knobs };
    };

    it('keep what was processed and try again, ever more slowly', async () => {
      const { jobs, clock, tries, knobs } = setUpFailing();
      jobs.enqueue(job('a'));
      jobs.enqueue(job('b'));
      await settle();
      await clock.advance(8_000);
      expect(tries).toEqual([0, 1_000, 3_000, 7_000].map((at) => ['a', at]));
      expect(jobs.progress('a')?.state).toBe('processing');
      knobs.fails = false;
      await clock.advance(8_000);
      expect(tries.slice(4)).toEqual([
        ['a', 15_000],
        ['b', 15_000],
      ]);
      expect(jobs.progress('a')).toBeNull();
    });

    it('end at once when they are cancelled or all stops', async () => {
      const { jobs, clock, tries } = setUpFailing();
      jobs.enqueue(job('a'));
      jobs.enqueue(job('b'));
      await settle();
      expect(await jobs.cancel('a')).toBe(true);
      await settle();
      await jobs.stop();
      await clock.advance(60_000);
      expect(tries).toEqual([
        ['a', 0],
        ['b', 0],
      ]);
    });
  });

  it('refuses the same job twice', () => {
    const { jobs } = setUp();
    jobs.enqueue(job('a'));
    jobs.enqueue(job('b'));
    expect(jobs.enqueue(job('a'))).toBe(false);
    expect(jobs.enqueue(job('b'))).toBe(false);
  });

  it('cancels waiting and running work without calling back', async () => {
    const { jobs, running, events, event } = setUp();
    for (const id of ['a', 'b', 'c']) jobs.enqueue(job(id));
    expect(await jobs.cancel('b')).toBe(true);
    expect(await jobs.cancel('a')).toBe(true);
    expect(running('a').options.signal?.aborted).toBe(true);
    expect(await jobs.cancel('a')).toBe(false);
    await event('c 0');
    expect(events).toEqual(['a 0', 'c 0']);
  });

  it('stops everything, so that it is still unfinished at the next start', async () => {
    const { jobs, events, isRunning } = setUp();
    jobs.enqueue(job('a'));
    jobs.enqueue(job('b'));
    await jobs.stop();
    expect(events).toEqual(['a 0']);
    expect(isRunning('b')).toBe(false);
    expect(jobs.enqueue(job('c'))).toBe(false);
  });
});
