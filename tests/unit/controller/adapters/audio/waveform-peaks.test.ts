import { describe, expect, it } from 'vitest';
import { createPeakMeter } from '../../../../../controller/adapters/audio/waveform-peaks.ts';

const pcm = (samples: readonly number[]): Buffer => Buffer.from(new Int16Array(samples).buffer);
const ramp = (count: number): number[] => Array.from({ length: count }, (_, index) => index % 30_000);

describe('createPeakMeter', () => {
  it('follows the envelope, scaled to the loudest', () => {
    const meter = createPeakMeter();
    const quiet = Array.from({ length: 40_000 }, (_, index) => (index % 2 ? 5000 : -5000));
    const loud = Array.from({ length: 40_000 }, (_, index) => (index % 2 ? 20_000 : -20_000));
    meter.push(pcm([...quiet, ...loud]));
    const peaks = meter.finish(4);
    expect(peaks).toEqual([0.25, 0.25, 1, 1]);
    expect(meter.samples()).toBe(80_000);
  });

  it('does not care where the stream is cut, not even inside a sample', () => {
    const whole = pcm(ramp(50_000));
    const expected = createPeakMeter();
    expected.push(whole);
    const cut = createPeakMeter();
    for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7 + 3) % 4099 || 1) {
      cut.push(whole.subarray(at, at + size));
    }
    expect(cut.samples()).toBe(50_000);
    expect(cut.finish(400)).toEqual(expected.finish(400));
  });

  it('reads samples at an odd address', () => {
    const odd = Buffer.concat([Buffer.alloc(1), pcm([1, 2, 30_000])]).subarray(1);
    const meter = createPeakMeter();
    meter.push(odd);
    expect(meter.samples()).toBe(3);
    expect(meter.finish(1)).toEqual([1]);
  });

  it('counts the loudest negative sample', () => {
    const meter = createPeakMeter();
    meter.push(
      pcm([...Array.from({ length: 128 }, () => 16_384), ...Array.from({ length: 128 }, () => -32_768)]),
    );
    expect(meter.finish(2)).toEqual([0.5, 1]);
  });

  it('gives every value to a sound shorter than the values', () => {
    const meter = createPeakMeter();
    meter.push(pcm([100, -200]));
    const peaks = meter.finish(400);
    expect(peaks).toHaveLength(400);
    expect(peaks.every((level) => level === 1)).toBe(true);
  });

  it('is flat for silence and for nothing', () => {
    const silent = createPeakMeter();
    silent.push(pcm(Array.from({ length: 1000 }, () => 0)));
    expect(silent.finish(3)).toEqual([0, 0, 0]);
    expect(createPeakMeter().finish(2)).toEqual([0, 0]);
  });
});
