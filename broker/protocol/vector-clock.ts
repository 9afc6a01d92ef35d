import type { ClockEstimate, ClockSample } from './clock-estimate.ts';

export type ClockVector = Readonly<{
  name: string;
  samples: readonly ClockSample[];
  ownNowMs: number;
  driftPpm: number;
  expected: ClockEstimate | null;
}>;

const own = 1_000_000;
const offset = 5_000_000;

export const clockVectors: readonly ClockVector[] = [
  { name: 'no exchange', samples: [], ownNowMs: own, driftPpm: 50, expected: null },
  {
    name: 'one exchange of 20 ms',
    samples: [{ t0: own, t1: own + offset + 10, t2: own + offset + 10, t3: own + 20 }],
    ownNowMs: own + 20,
    driftPpm: 0,
    expected: { offsetMs: offset + 0.5, errorMs: 10.5 },
  },
  {
    name: 'a slow request: the middle is wrong, the bound covers the truth',
    samples: [{ t0: own, t1: own + offset + 900, t2: own + offset + 900, t3: own + 910 }],
    ownNowMs: own + 910,
    driftPpm: 0,
    expected: { offsetMs: offset + 445.5, errorMs: 455.5 },
  },
  {
    name: 'time that the controller kept the request does not widen the bound',
    samples: [{ t0: own, t1: own + offset + 10, t2: own + offset + 4_010, t3: own + 4_020 }],
    ownNowMs: own + 4_020,
    driftPpm: 0,
    expected: { offsetMs: offset + 0.5, errorMs: 10.5 },
  },
  {
    name: 'two exchanges, slow in opposite directions, prove more together',
    samples: [
      { t0: own, t1: own + offset + 900, t2: own + offset + 900, t3: own + 910 },
      { t0: own + 2_000, t1: own + offset + 2_010, t2: own + offset + 2_010, t3: own + 2_910 },
    ],
    ownNowMs: own + 2_910,
    driftPpm: 0,
    expected: { offsetMs: offset + 0.5, errorMs: 10.5 },
  },
  {
    name: 'a day at 50 ppm adds 4.32 s to either side',
    samples: [{ t0: own, t1: own + offset, t2: own + offset, t3: own }],
    ownNowMs: own + 86_400_000,
    driftPpm: 50,
    expected: { offsetMs: offset + 0.5, errorMs: 4_320.5 },
  },
  {
    name: 'exchanges of two hours tell the rate of the own clock, here 40 ppm too slow, and what comes is foretold by it',
    samples: [
      [40, 200],
      [200, 41],
      [120, 90],
      [60, 240],
      [250, 60],
      [45, 130],
      [130, 45],
      [90, 220],
      [41, 40],
    ].map(([up = 0, down = 0], n) => {
      const t0 = own + n * 900_000;
      const received = t0 + offset + n * 36 + up;
      return { t0, t1: received, t2: received, t3: t0 + up + down };
    }),
    ownNowMs: own + 3 * 3_600_000,
    driftPpm: 50,
    expected: { offsetMs: offset + 433.498, errorMs: 365.494 },
  },
  {
    name: 'the own clock stepped back an hour between two exchanges: the newer one counts',
    samples: [
      { t0: own, t1: own + offset, t2: own + offset, t3: own },
      { t0: own - 3_600_000, t1: own + offset + 60_000, t2: own + offset + 60_000, t3: own - 3_600_000 },
    ],
    ownNowMs: own - 3_600_000,
    driftPpm: 0,
    expected: { offsetMs: offset + 3_660_000.5, errorMs: 0.5 },
  },
];
