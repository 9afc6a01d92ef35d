import fc from 'fast-check';
import { expect, it } from 'vitest';
import { announcementsDocument, type Candidate, horizonMs, policyDocument, topics } from '#protocol';
import { createDryRuns } from '../../../../../controller/app/sessions/dry-run.ts';
import { createRuleCache } from '../../../../../controller/domain/recurrence.ts';
import { planOf } from '../../../../../device-sim/device/make-plan.ts';
import {
  createPublishingWorld,
  dayMs,
  district,
  openDocument,
  type PublishingWorld,
  province,
} from '../../../../support/publishing-world.ts';
import {
  anySituation,
  bringAbout,
  situationClusters,
  situationStart,
} from '../../../../support/random-situation.ts';
import { accepted } from './sessions-fixture.ts';

/** What the broker holds, as a receiver of a cluster reads it. */
const heldBy = async ({ link, signers, program }: PublishingWorld, areaKey: string) => {
  const open = (topic: string) => openDocument(link.retained.get(topic) ?? '', signers);
  const announced = async (key: string) => announcementsDocument.parse(await open(topics.announcements(key)));
  return {
    areas: [
      {
        program: await program(areaKey),
        policy: policyDocument.parse(await open(topics.policy(areaKey))),
        announcements: await announced(areaKey),
      },
    ],
    ancestors: [await announced(district), await announced(province)],
  };
};

const stretch = (one: { candidate: Candidate; startAt: number; endAt: number; positionMs: number }) =>
  `${one.candidate.id} ${one.startAt} ${one.endAt} ${one.positionMs}`;

it('foretells for every cluster exactly what its receiver plans from the documents it is sent', async () => {
  await fc.assert(
    fc.asyncProperty(anySituation, async (situation) => {
      const world = await createPublishingWorld(situationStart);
      await bringAbout(world, situation);
      // Documents of what sounds live an hour and are renewed until it ends: here one stands for all of them.
      const publisher = await world.createPublisher({ soundingMs: horizonMs });
      await publisher.start();
      const dryRuns = createDryRuns({
        store: world.store,
        places: { areas: () => world.areas, clusters: () => world.clusters },
        parse: createRuleCache(),
        clock: world.clock,
      });
      const span = { from: situationStart, to: situationStart + 9 * dayMs };
      for (const { id: clusterId, areaKey, zoneKey } of situationClusters) {
        const plan = planOf({ ...(await heldBy(world, areaKey)), place: { clusterId, zoneKey } });
        const { sounds, silent, stops } = accepted(await dryRuns({ areaKey, clusterId, ...span }));
        const isStop = ({ candidate }: { candidate: Candidate }) =>
          candidate.subject.kind === 'announcement' && candidate.subject.announcement.kind === 'stop';
        expect(sounds.map(stretch)).toEqual(plan.segments.filter((one) => !isStop(one)).map(stretch));
        const heard = new Set(plan.segments.map(({ candidate }) => candidate.id));
        const unheard = [...plan.planned.values()].filter(({ facts }) => !heard.has(facts.id));
        expect(
          silent
            .map(({ subject, reason }) => {
              const { id } = subject.kind === 'item' ? subject.item : subject.announcement;
              return `${id} ${reason === 'quiet-hours' || reason === 'expired' ? reason : null}`;
            })
            .sort(),
        ).toEqual(unheard.map(({ facts, refused }) => `${facts.id} ${refused}`).sort());
        expect(stops.map(({ id }) => id).sort()).toEqual(
          [...new Set(plan.segments.filter(isStop).map(({ candidate }) => candidate.id))].sort(),
        );
        // For all clusters at once the same is told, each row with those whom it concerns.
        const all = accepted(await dryRuns({ areaKey, clusterId: null, ...span }));
        const mine = all.sounds.filter((row) => row.clusterIds?.includes(clusterId) ?? true);
        expect(mine.map(stretch)).toEqual(sounds.map(stretch));
      }
      await publisher.stop();
      await world.store.close();
    }),
    { numRuns: 20 },
  );
}, 60_000);
