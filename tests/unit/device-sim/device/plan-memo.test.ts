import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../device-sim/device/make-plan.ts';
import type { Plan } from '../../../../device-sim/device/plan.ts';
import { memoisePlan } from '../../../../device-sim/device/plan-memo.ts';
import {
  announcementsAt,
  emergencyAt,
  itemAt,
  morning,
  policyAt,
  programAt,
  sha,
} from '../../../support/device-documents.ts';

const minute = 60_000;
const eve = morning - 60 * minute;
const assets = { [sha('a')]: { sizeBytes: 10, durationMs: 2 * minute } };

/** Some of them overlap, some restart. */
const anyItems = fc
  .array(
    fc.record({ offset: fc.integer({ min: 0, max: 40 }), resume: fc.constantFrom('resume', 'restart') }),
    {
      maxLength: 6,
    },
  )
  .map((drafts) =>
    drafts.map(({ offset, resume }, n) => {
      const startAt = morning + offset * minute;
      return itemAt(`item-${n}`, startAt, { resume, latestEndAt: startAt + 20 * minute });
    }),
  );

/** As values that can be compared. */
const written = ({ planned, ...plan }: Plan) => ({ ...plan, planned: [...planned.values()] });

describe('a remembered plan', () => {
  const targetSets = { all: { all: true as const }, one: { clusterIds: ['cluster-1'], zoneKeys: [] } };

  it('is the plan', () => {
    const plan = memoisePlan();
    fc.assert(
      fc.property(
        anyItems,
        fc.constantFrom('cluster-1', 'cluster-2'),
        fc.boolean(),
        fc.boolean(),
        (items, clusterId, hasEmergency, isOfCommune) => {
          const program = programAt(
            eve,
            items.map((item, n) => ({ ...item, targetSet: n % 2 ? 'all' : 'one' })),
            { assets, targetSets },
          );
          const announcements = hasEmergency
            ? announcementsAt(eve, [emergencyAt('x', morning, minute)])
            : null;
          const question = {
            areas: [{ program, policy: null, announcements: isOfCommune ? announcements : null }],
            ancestors: announcements && !isOfCommune ? [announcements] : [],
            place: { clusterId, zoneKey: null },
          };
          expect(written(plan(question))).toEqual(written(planOf(question)));
          expect(plan(question)).toBe(plan({ ...question, place: { clusterId, zoneKey: 'other' } }));
          expect(plan(question).planned.has('x')).toBe(hasEmergency);
          const { planned, byEnd } = plan(question);
          expect(new Set(byEnd)).toEqual(new Set(planned.values()));
          expect(byEnd).toEqual([...byEnd].sort((a, b) => a.overAt - b.overAt));
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(['emergency', 'exercise'] as const)(
    'is the plan of each commune, whatever its quiet hours, when the province announces an %s',
    (kind) => {
      const plan = memoisePlan();
      const announced = announcementsAt(
        eve,
        [{ ...emergencyAt('x', morning, minute), kind, targetSet: 'one' }],
        { targetSets },
      );
      const silent = policyAt(eve);
      const open = policyAt(eve, { allowed: [{ startAt: eve, endAt: morning + minute }] });
      const heard = [silent, open].flatMap((policy) =>
        ['cluster-1', 'cluster-2'].map((clusterId) => {
          const question = {
            areas: [{ program: programAt(eve, [], { assets, targetSets }), policy, announcements: null }],
            ancestors: [announced],
            place: { clusterId, zoneKey: null },
          };
          expect(written(plan(question))).toEqual(written(planOf(question)));
          return plan(question).segments.length;
        }),
      );
      expect(heard).toEqual(kind === 'emergency' ? [1, 0, 1, 0] : [0, 0, 1, 0]);
    },
  );
});
