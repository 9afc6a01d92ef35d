import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Play } from '../../../../device-sim/device/effect.ts';
import { createMemoryAssetStore } from '../../../../device-sim/shell/asset-store.ts';
import { createOutput, type OutputNews, type Sink } from '../../../../device-sim/shell/output.ts';
import { openWavFile } from '../../../../device-sim/shell/wav-file.ts';
import { createWavSink, wavLagMs } from '../../../../device-sim/shell/wav-sink.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { encodeMp3, readWav, sha256Of, soundsIn, testRate, toneBurst } from '../../../support/test-mp3.ts';
import { createVirtualOwnClock } from '../../../support/virtual-own-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'wav-output-'));
const begin = 1_700_000_000_000;
const ownOffsetMs = -123_456;
const own = (t: number) => t + ownOffsetMs;
const ms = testRate / 1_000;

let burst: Buffer;
let steady: Buffer;
const assets = createMemoryAssetStore();

beforeAll(async () => {
  burst = await encodeMp3(toneBurst(2_000, 500, 1_000));
  steady = await encodeMp3(toneBurst(3_000, 0, 3_000));
  const noise = Buffer.from('this is not an mp3 at all');
  for (const bytes of [burst, steady, noise]) {
    await assets.put(sha256Of(bytes), Readable.from([bytes]), 1_000_000);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const record = (isAmplifierDead = false) => {
  count += 1;
  const path = join(folder, `${count}.wav`);
  let preparing: Promise<unknown> = Promise.resolve();
  const world = createVirtualOwnClock(begin, ownOffsetMs, () => preparing);
  const { clock } = world;
  const news: OutputNews[] = [];
  const wav = createWavSink({ path, deviceId: 'dev-1', clock, assets, log: silentLog });
  const prepare: Sink['prepare'] = (one) => {
    const prepared = wav.prepare(one);
    preparing = Promise.all([preparing, prepared]);
    return prepared;
  };
  const sink: Sink = { ...wav, prepare };
  const output = createOutput({
    clock,
    sink,
    toleranceMs: wavLagMs,
    isMeasured: false,
    isAmplifierDead,
    onNews: (one) => news.push(one),
  });
  return { ...world, path, output, news, read: () => readWav(readFileSync(path)).samples };
};

const play = (sound: Buffer, startAt: number, endAt: number, patch: Partial<Play> = {}): Play => ({
  playId: `p@${startAt}`,
  itemId: 'item',
  sha256: sha256Of(sound),
  startAt: own(startAt),
  endAt: own(endAt),
  positionMs: 0,
  loop: false,
  volume: 100,
  ...patch,
});

describe('the WAV output', () => {
  it('places a sound at its sample, encoder delay taken off, with silence around it', async () => {
    const { output, advanceTo, read, news, path } = record();
    output.play(play(burst, begin + 3_000, begin + 5_000));
    await advanceTo(begin + 7_000);
    await output.close();
    const samples = read();
    expect(samples.length).toBe(7_000 * ms);
    const [[from, to] = [0, 0], ...others] = soundsIn(samples);
    expect(others).toEqual([]);
    // An MP3 smears a sharp edge a little; a frame would be 1,152 samples.
    expect(Math.abs(from - 3_500 * ms)).toBeLessThan(60);
    expect(Math.abs(to - 4_000 * ms)).toBeLessThan(400);
    expect(news).toEqual([
      { type: 'output-started', playId: `p@${begin + 3_000}`, at: own(begin + 3_000) },
      {
        type: 'output-finished',
        playId: `p@${begin + 3_000}`,
        at: own(begin + 5_000),
        playedMs: 2_000,
        measured: false,
      },
    ]);
    expect(JSON.parse(readFileSync(`${path}.json`, 'utf8'))).toEqual({
      deviceId: 'dev-1',
      startAt: begin,
      sampleRate: testRate,
    });
  });

  it('enters in the middle of the audio, and makes up for a start that was a moment late', async () => {
    const { output, advanceTo, read } = record();
    await advanceTo(begin + 2_000);
    output.play(play(burst, begin + 1_900, begin + 3_150, { positionMs: 750 }));
    await advanceTo(begin + 5_000);
    await output.close();
    const [[from, to] = [0, 0]] = soundsIn(read());
    expect(Math.abs(from - 1_900 * ms)).toBeLessThan(60);
    expect(Math.abs(to - 2_150 * ms)).toBeLessThan(400);
  });

  it('stops at the sample it is told to, and reports what had sounded', async () => {
    const { output, advanceTo, read, news } = record();
    output.play(play(steady, begin + 1_000, begin + 4_000));
    await advanceTo(begin + 1_500);
    output.stop(`p@${begin + 1_000}`, own(begin + 2_000));
    await advanceTo(begin + 5_000);
    await output.close();
    const [[from, to] = [0, 0]] = soundsIn(read());
    expect(Math.abs(from - 1_000 * ms)).toBeLessThan(60);
    expect(Math.abs(to - 2_000 * ms)).toBeLessThan(50);
    expect(news.at(-1)).toMatchObject({ type: 'output-finished', playedMs: 1_000, at: own(begin + 2_000) });
  });

  it('never sounds what is stopped before its start', async () => {
    const { output, advanceTo, read, news } = record();
    output.play(play(steady, begin + 1_000, begin + 4_000));
    output.stop(`p@${begin + 1_000}`, own(begin + 500));
    await advanceTo(begin + 5_000);
    await output.close();
    expect(soundsIn(read())).toEqual([]);
    expect(news).toEqual([expect.objectContaining({ type: 'output-finished', playedMs: 0 })]);
  });

  it('joins two sounds without a gap and never mixes them', async () => {
    const { output, advanceTo, read } = record();
    output.play(play(steady, begin + 1_000, begin + 2_000));
    output.play(play(steady, begin + 2_000, begin + 3_000, { volume: 50 }));
    await advanceTo(begin + 4_000);
    await output.close();
    const samples = read();
    const peak = (from: number, to: number) =>
      samples.subarray(from * ms, to * ms).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    expect(soundsIn(samples)).toHaveLength(1);
    const loud = peak(1_100, 1_900);
    expect(loud).toBeGreaterThan(14_000);
    expect(peak(2_100, 2_900) / loud).toBeCloseTo(0.5, 1);
    expect(peak(3_001, 4_000)).toBe(0);
  });

  it('repeats the audio when told to, without a seam', async () => {
    const { output, advanceTo, read } = record();
    output.play(play(burst, begin, begin + 5_000, { loop: true }));
    await advanceTo(begin + 6_000);
    await output.close();
    const starts = soundsIn(read()).map(([from]) => from / ms);
    expect(starts).toHaveLength(3);
    for (const [n, at] of starts.entries()) expect(Math.abs(at - 500 - n * 2_000)).toBeLessThan(2);
  });

  it.each([
    [
      'a damaged file',
      () => play(burst, begin + 100, begin + 900, { sha256: 'f'.repeat(64) }),
      'hash-mismatch',
    ],
    [
      'what is no audio',
      () => play(Buffer.from('this is not an mp3 at all'), begin + 100, begin + 900),
      'decoder',
    ],
  ])('reports %s as failed, with the reason', async (_name, make, reason) => {
    const { output, advanceTo, news, read } = record();
    output.play(make());
    await advanceTo(begin + 2_000);
    await output.close();
    expect(news).toEqual([expect.objectContaining({ type: 'output-failed', reason, playedMs: 0 })]);
    expect(soundsIn(read())).toEqual([]);
  });

  it('reports a dead amplifier at the start', async () => {
    const { output, advanceTo, news } = record(true);
    output.play(play(burst, begin + 1_000, begin + 3_000));
    await advanceTo(begin + 900);
    expect(news).toEqual([]);
    await advanceTo(begin + 1_100);
    await output.close();
    expect(news).toEqual([expect.objectContaining({ type: 'output-failed', reason: 'amplifier' })]);
  });

  it('is a valid file while it grows, and goes on in the same time after a restart', async () => {
    const first = record();
    first.output.play(play(burst, begin, begin + 2_000));
    await first.advanceTo(begin + 3_000);
    const grown = first.read();
    expect(grown.length).toBeGreaterThan(2_000 * ms);
    // As after SIGKILL: the file is not closed. Later another process takes it up.
    const later = createVirtualOwnClock(begin + 10_000, ownOffsetMs);
    const sink = createWavSink({
      path: first.path,
      deviceId: 'dev-1',
      clock: later.clock,
      assets,
      log: silentLog,
    });
    sink.start(play(burst, begin + 10_000, begin + 12_000), own(begin + 10_000), () => {});
    await later.advanceTo(begin + 13_000);
    await sink.close();
    const starts = soundsIn(first.read()).map(([from]) => Math.round(from / ms));
    expect(starts).toEqual([500, 10_500]);
  });
});

describe('a WAV file', () => {
  it('drops what a killed process wrote beyond the header', () => {
    const path = join(folder, 'torn.wav');
    const file = openWavFile(path, false);
    file.append(Int16Array.from([1, 2, 3]));
    file.close();
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(1_001, 7)]));
    const again = openWavFile(path, true);
    again.append(Int16Array.from([4]));
    again.extendTo(6);
    again.close();
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(44 + 12);
    expect([...readWav(bytes).samples]).toEqual([1, 2, 3, 4, 0, 0]);
  });
});
