import type { Breaks } from './breaks/breaks.ts';
import { createChance } from './engine/chance.ts';
import { judgeWorld } from './invariants/all.ts';
import type { Violation } from './invariants/invariant.ts';
import { type RunPlan, runWorld } from './run-world.ts';
import { createWorld, type World, type WorldSize } from './world.ts';

export type SeedKind = 'small' | 'province';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A Monday, at three in the morning in Vietnam. */
const firstNight = Date.parse('2026-11-23T03:00:00+07:00');
/** Not a multiple of any period: what is issued at the last instant of all cannot have arrived. */
const settleMs = 6 * hourMs + 11 * minuteMs + 7_000;

type Drawn = Readonly<{ size: WorldSize; plan: RunPlan }>;

/** Loudspeakers by days that a small world has about, so that none takes longer than a few seconds. */
const mostDeviceDays = 30;

/** A few communes for a few days, with troubles as dense as no real province has them. */
const drawSmall = (seed: number): Drawn => {
  const chance = createChance(seed).fork('small');
  const communes = chance.pick([1, 1, 2, 3, 4, 6, 8, 12]);
  const heartbeatIntervalMs = minuteMs * chance.pick(communes > 4 ? [30, 60] : [10, 20, 30, 60]);
  const mostDevices = chance.int(1, 4);
  const longest = Math.max(1, Math.floor(mostDeviceDays / ((communes * (1 + mostDevices)) / 2)));
  return {
    size: {
      seed,
      communes,
      mostDevices,
      recordings: chance.int(6, 14),
      startAt: firstNight + chance.int(0, 6) * dayMs,
      heartbeatIntervalMs,
      timeSyncIntervalMs: chance.pick([1, 3, 8]) * hourMs,
      pace: 24,
      isEmbedded: chance.maybe(0.5),
    },
    plan: {
      days: Math.min(chance.int(1, 3), longest),
      deedsADay: chance.int(5, 16),
      troublesADay: chance.pick([0, 5, 20, 40, 80]),
      settleMs,
    },
  };
};

/** Every commune of the shipped province for a week. */
const drawProvince = (seed: number): Drawn => {
  const chance = createChance(seed).fork('province');
  return {
    size: {
      seed,
      communes: 225,
      mostDevices: 1,
      recordings: 12,
      startAt: firstNight + chance.int(0, 6) * dayMs,
      heartbeatIntervalMs: hourMs,
      timeSyncIntervalMs: 12 * hourMs,
      pace: 24,
      isEmbedded: chance.maybe(0.5),
    },
    plan: { days: 7, deedsADay: 4, troublesADay: 60, settleMs },
  };
};

export type SeedResult = Readonly<{
  kind: SeedKind;
  seed: number;
  violations: readonly Violation[];
  digest: string;
  tookMs: number;
  devices: number;
  days: number;
  turns: number;
  sounds: number;
  world: World;
}>;

/** One world from its first night to its judgement. */
export const runSeed = async (
  kind: SeedKind,
  seed: number,
  options: { breaks?: Breaks; keepsTrace?: boolean; plan?: Partial<RunPlan> } = {},
): Promise<SeedResult> => {
  const beganAt = performance.now();
  const { size, plan } = kind === 'small' ? drawSmall(seed) : drawProvince(seed);
  const world = await createWorld(size, options);
  await runWorld(world, { ...plan, ...options.plan });
  const violations = await judgeWorld(world);
  return {
    kind,
    seed,
    violations,
    digest: world.trace.digest(),
    tookMs: performance.now() - beganAt,
    devices: world.devices.length,
    days: plan.days,
    turns: world.time.turns(),
    sounds: world.devices.reduce((sum, { journal }) => sum + journal.sounds.length, 0),
    world,
  };
};
