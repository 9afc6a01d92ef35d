import { describe, expect, it } from 'vitest';
import { barsPath, resamplePeaks } from '../../../../web/src/audio/peaks.ts';

describe('waveform', () => {
  it('keeps the loudest peak of each part, so that a single beat is not lost', () => {
    const peaks = Array.from({ length: 100 }, (_, index) => (index === 37 ? 1 : 0.1));
    const bars = resamplePeaks(peaks, 10);
    expect(bars).toHaveLength(10);
    expect(bars[3]).toBe(1);
    expect(bars.filter((bar) => bar === 0.1)).toHaveLength(9);
  });

  it('stretches few peaks over many bars', () => {
    expect(resamplePeaks([0.2, 0.8], 4)).toEqual([0.2, 0.2, 0.8, 0.8]);
  });

  it('draws nothing without room or without peaks', () => {
    expect(resamplePeaks([0.5], 0)).toEqual([]);
    expect(resamplePeaks([], 20)).toEqual([]);
  });

  it('draws bars around the middle; silence still shows as a dot, and nothing leaves the picture', () => {
    expect(barsPath([0, 0.5, 7], { height: 40, pitch: 4, bar: 2 })).toBe(
      'M1.0 19.0V21.0M5.0 10.0V30.0M9.0 0.0V40.0',
    );
  });
});
