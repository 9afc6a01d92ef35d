import type { Chance } from './engine/chance.ts';
import { recount } from './invariants/coverage-recount.ts';
import { createCeremonies } from './scenario/ceremonies.ts';
import { createOperators } from './scenario/operators.ts';
import { createTroubles } from './scenario/troubles.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export type RunPlan = Readonly<{
  days: number;
  /** On average a day. */
  deedsADay: number;
  troublesADay: number;
  /** How long a healed world takes until everything has converged. */
  settleMs: number;
}>;

/** Any time, or where it hurts: around the hours at which most sessions begin. */
const drawInstant = (chance: Chance, startAt: number, days: number): number => {
  if (chance.maybe(0.4)) return startAt + 10 * minuteMs + chance.next() * days * 24 * hourMs;
  const midnight = startAt - ((startAt + 7 * hourMs) % (24 * hourMs));
  const hour = chance.pick([5, 5, 5.25, 6.5, 10, 11.5, 16.83, 17, 17, 17.17, 20.5, 20.83]);
  return midnight + chance.int(0, days - 1) * 24 * hourMs + hour * hourMs + chance.between(-3, 18) * minuteMs;
};

/** Asks for the figures, and counts at the same instant. */
const sampleCoverage = (world: World): void => {
  const controller = world.controller();
  if (!controller) return;
  world.time.stir();
  controller.coverage
    .report(world.country.provinceKey, Math.floor(world.time.now()))
    .then((report) => world.coverage.push(recount(world, report)))
    .catch((error: unknown) => world.fail('Coverage could not be told', error));
};

/**
 * Days of operation with everything that goes wrong in them. Afterwards all is mended, and what must converge has
 * had the time to.
 */
export const runWorld = async (world: World, plan: RunPlan): Promise<void> => {
  const { time, size } = world;
  const chance = world.chance.fork('calendar');
  const operators = createOperators(world);
  const troubles = createTroubles(world);
  const end = size.startAt + plan.days * 24 * hourMs;

  world.startController();
  for (const device of world.devices) time.at(size.startAt + chance.next() * 5 * minuteMs, device.powerOn);
  const { openSession, fillDays } = operators;
  for (const [index, deed] of [openSession, openSession, openSession, openSession, fillDays].entries()) {
    time.at(size.startAt + (index + 1) * minuteMs, () => operators.act(deed));
  }
  operators.decideLater(plan.days);
  const drawn = (): number => {
    const at = drawInstant(chance, size.startAt, plan.days);
    return Math.min(end, Math.max(size.startAt + 5 * minuteMs, at));
  };
  for (let deed = Math.round(plan.deedsADay * plan.days); deed > 0; deed -= 1) {
    time.at(drawn(), () => operators.act(operators.drawDeed()));
  }
  for (let strike = Math.round(plan.troublesADay * plan.days); strike > 0; strike -= 1) {
    time.at(drawn(), troubles.strike);
  }
  const ceremonies = createCeremonies(world);
  for (const deed of ceremonies.drawDeeds()) {
    const at = size.startAt + 10 * minuteMs + ceremonies.drawShare() * plan.days * 24 * hourMs;
    time.at(Math.min(end - minuteMs, at), () => operators.act(deed));
  }
  for (let sample = 2 * plan.days; sample > 0; sample -= 1) time.at(drawn(), () => sampleCoverage(world));
  time.at(end + plan.settleMs, () => sampleCoverage(world));
  await time.runTo(end);
  world.trace.note(time.now(), 'healed');
  troubles.heal();
  await time.runTo(end + plan.settleMs);
};
