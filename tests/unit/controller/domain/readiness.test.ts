import { describe, expect, it } from 'vitest';
import { type ReadinessQuestion, reasonsNotReady } from '../../../../controller/domain/readiness.ts';

const ready: ReadinessQuestion = {
  presence: 'online',
  holding: { programVersion: 7, cached: new Set(['a', 'b']), missing: 0, clockErrorMs: 20 },
  neededProgram: 7,
  neededAssets: ['a', 'b'],
  maxClockErrorMs: 60_000,
};
const holding = (patch: object): ReadinessQuestion => ({
  ...ready,
  holding: { programVersion: 7, cached: new Set(['a', 'b']), missing: 0, clockErrorMs: 20, ...patch },
});

describe('readiness', () => {
  it.each([
    ['a device with program, audio and clock', ready, []],
    ['a late device that holds everything', { ...ready, presence: 'late' }, []],
    [
      'an offline device that holds everything: it plays on by itself',
      { ...ready, presence: 'offline' },
      ['offline'],
    ],
    ['a device never heard since the start', { ...ready, presence: 'unknown', holding: null }, ['unknown']],
    ['a device that is heard but said nothing yet', { ...ready, holding: null }, ['unknown']],
    ['an older program', holding({ programVersion: 6 }), ['program']],
    ['a newer program', holding({ programVersion: 8 }), []],
    ['a missing sound', holding({ cached: new Set(['a']), missing: 1 }), ['audio']],
    ['a missing sound that this session does not need', holding({ missing: 1 }), []],
    ['a full cache known by its count alone', holding({ cached: null }), []],
    ['a lacking cache known by its count alone', holding({ cached: null, missing: 2 }), ['audio']],
    ['a clock that was never set', holding({ clockErrorMs: null }), ['clock']],
    ['a clock beyond its bound', holding({ clockErrorMs: 60_001 }), ['clock']],
    ['a clock it said nothing about', holding({ clockErrorMs: undefined }), []],
    [
      'everything wrong at once',
      { ...holding({ programVersion: 1, cached: new Set(), clockErrorMs: null }), presence: 'offline' },
      ['offline', 'program', 'audio', 'clock'],
    ],
  ] as [string, ReadinessQuestion, string[]][])('of %s', (_, question, reasons) => {
    expect(reasonsNotReady(question)).toEqual(reasons);
  });
});
