import { describe, expect, it } from 'vitest';
import { correctionFor, driftMs, expectedPositionMs } from '../../../../web/src/features/listening/drift.ts';

const report = { positionMs: 10_000, serverMs: 1_000_000, durationMs: 60_000, repeat: false };
const afterFive = { report, serverNowMs: 1_005_000, sinceSeekMs: null };

describe('keeping step with a loudspeaker', () => {
  it('expects the loudspeaker to have gone on since its report', () => {
    expect(expectedPositionMs(report, 1_005_000)).toBe(15_000);
  });

  it('holds within 300 ms', () => {
    expect(correctionFor({ ...afterFive, actualMs: 15_040 })).toEqual({ kind: 'hold', rate: 1 });
    expect(correctionFor({ ...afterFive, actualMs: 15_300 }).kind).toBe('hold');
  });

  it('seeks beyond 300 ms, ahead or behind', () => {
    expect(correctionFor({ ...afterFive, actualMs: 15_301 })).toEqual({ kind: 'seek', toMs: 15_000 });
    expect(correctionFor({ ...afterFive, actualMs: 14_000 })).toEqual({ kind: 'seek', toMs: 15_000 });
  });

  it('walks small drift off: slower when ahead, faster when behind', () => {
    expect(correctionFor({ ...afterFive, actualMs: 15_200 })).toEqual({ kind: 'hold', rate: 0.97 });
    expect(correctionFor({ ...afterFive, actualMs: 14_800 })).toEqual({ kind: 'hold', rate: 1.03 });
  });

  it('lets a seek settle before it judges again', () => {
    expect(correctionFor({ ...afterFive, actualMs: 9_000, sinceSeekMs: 400 })).toEqual({
      kind: 'hold',
      rate: 1,
    });
    expect(correctionFor({ ...afterFive, actualMs: 9_000, sinceSeekMs: 1_500 }).kind).toBe('seek');
  });

  it('is over when the loudspeaker has come to the end', () => {
    expect(correctionFor({ ...afterFive, serverNowMs: 1_050_000, actualMs: 59_000 })).toEqual({
      kind: 'over',
    });
  });

  it('never seeks before the beginning', () => {
    expect(correctionFor({ ...afterFive, serverNowMs: 985_000, actualMs: 900 })).toEqual({
      kind: 'seek',
      toMs: 0,
    });
  });

  it('takes the end of repeating audio for its beginning', () => {
    const repeating = { ...report, positionMs: 59_500, repeat: true };
    expect(expectedPositionMs(repeating, 1_001_500)).toBe(1_000);
    expect(driftMs(repeating, 1_001_500, 59_900)).toBe(-1_100);
    expect(driftMs(repeating, 1_000_400, 100)).toBe(200);
  });
});
