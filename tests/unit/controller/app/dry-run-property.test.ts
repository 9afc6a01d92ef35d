import fc from 'fast-check';
import { expect, it } from 'vitest';
import { announcementsDocument, type Candidate, policyDocument, topics } from '#protocol';
import { createDryRuns } from '../../../../controller/app/dry-run.ts';
import type { AnnouncementRow, SessionRow, SessionTarget } from '../../../../controller/app/ports/rows.ts';
import { createArea } from '../../../../controller/domain/area.ts';
import { createRuleCache } from '../../../../controller/domain/recurrence.ts';
import { planOf } from '../../../../device-sim/device/plan.ts';
import {
  communes,
  createPublishingWorld,
  datesFrom,
  dayMs,
  district,
  minuteMs,
  openDocument,
  type PublishingWorld,
  province,
  putBulletin,
  testAreas,
  testCluster,
  testSession,
} from '../../../support/publishing-world.ts';
import { anAnnouncement } from '../../../support/store-contract/sample-rows.ts';
import { accepted } from './sessions-fixture.ts';

const [caoXa, vinhLai] = communes;
const start = Date.parse('2026-11-23T12:00:00+07:00');
const zone = createArea({
  code: '07888-01',
  level: 'zone',
  type: 'khu',
  name: '1',
  parentKey: caoXa,
  validFrom: '2020-01-01',
  validTo: null,
});
const clusters = [
  { ...testCluster('clu_1', caoXa), zoneKey: zone.key },
  testCluster('clu_2', caoXa),
  testCluster('clu_3', vinhLai),
];
const minutesOf: Readonly<Record<string, number>> = { bul_a: 5, bul_b: 4, bul_c: 20 };
const dates = datesFrom('2026-11-23', 3);

const two = (value: number) => String(value).padStart(2, '0');
const clockTime = (quarters: number) => `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`;
const anyTarget = fc.constantFrom<SessionTarget>(
  { areaKey: province },
  { areaKey: district },
  { areaKey: caoXa },
  { areaKey: vinhLai },
  { areaKey: zone.key },
  { clusterId: 'clu_2' },
);
const anySession = fc.record({
  targets: fc.array(anyTarget, { minLength: 1, maxLength: 2 }),
  class: fc.constantFrom<SessionRow['class']>('normal', 'priority'),
  // Around five in the evening, and a few at the edges of the quiet hours.
  quarters: fc.oneof(fc.integer({ min: 66, max: 70 }), fc.constantFrom(18, 83)),
  durationMs: fc.constantFrom(30, 60).map((minutes) => minutes * minuteMs),
  resume: fc.constantFrom<SessionRow['resume']>('resume', 'skip', 'restart'),
  isExcepted: fc.boolean(),
  bulletins: fc.array(fc.constantFrom('bul_a', 'bul_b', 'bul_c'), { maxLength: 4 }),
});
const anyRule = fc.record({
  areaKey: fc.constantFrom(province, district, caoXa),
  weekdays: fc.constantFrom<number[]>([1, 2, 3, 4, 5, 6, 7], [2, 4]),
  from: fc.constantFrom('04:00', '05:00', '16:45'),
  to: fc.constantFrom('17:10', '20:00', '22:00'),
  maxVolume: fc.constantFrom(null, 40),
});
const anyAnnouncement = fc.record({
  kind: fc.constantFrom<AnnouncementRow['kind']>('emergency', 'exercise', 'test', 'stop'),
  targets: fc.array(anyTarget, { minLength: 1, maxLength: 2 }),
  startAt: fc.integer({ min: 270, max: 360 }).map((minutes) => start + minutes * minuteMs),
  minutes: fc.constantFrom(2, 10),
  isEnded: fc.boolean(),
});
const anySituation = fc.record({
  sessions: fc.array(anySession, { minLength: 2, maxLength: 5 }),
  rules: fc.array(anyRule, { maxLength: 2 }),
  announcements: fc.array(anyAnnouncement, { maxLength: 2 }),
});
type Situation = typeof anySituation extends fc.Arbitrary<infer Value> ? Value : never;

const bringAbout = async (world: PublishingWorld, situation: Situation): Promise<void> => {
  const { store } = world;
  world.areas = [...testAreas, zone];
  world.clusters = clusters;
  await store.areas.put([zone]);
  for (const [id, minutes] of Object.entries(minutesOf)) await putBulletin(store, id, id.slice(-1), minutes);
  for (const [index, one] of situation.sessions.entries()) {
    const id = `ses_${index}`;
    const exception = { id: `exc_${index}`, reason: 'Bão số 5', approvedBy: 'Quản trị' };
    await store.sessions.put(
      testSession({
        id,
        targets: one.targets,
        class: one.class,
        startsLocal: `2026-11-01T${clockTime(one.quarters)}:00`,
        durationMs: one.durationMs,
        resume: one.resume,
        exception: one.isExcepted ? exception : null,
      }),
    );
    await world.place(dates, one.bulletins, id);
  }
  for (const areaKey of [province, district, caoXa]) {
    const rules = situation.rules.filter((rule) => rule.areaKey === areaKey);
    if (rules.length > 0) await store.policies.replace(areaKey, rules);
  }
  await store.announcements.put(
    situation.announcements.map(({ kind, targets, startAt, minutes, isEnded }, index) =>
      anAnnouncement({
        id: `ann_${index}`,
        kind,
        targets,
        areaKey: province,
        sha256: kind === 'stop' ? null : 'a'.repeat(64),
        startAt,
        endAt: kind === 'stop' ? null : startAt + minutes * minuteMs,
        endedAt: isEnded ? startAt + minuteMs : null,
      }),
    ),
  );
};

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
      const world = await createPublishingWorld(start);
      await bringAbout(world, situation);
      const publisher = await world.createPublisher();
      await publisher.start();
      const dryRuns = createDryRuns({
        store: world.store,
        places: { areas: () => world.areas, clusters: () => world.clusters },
        parse: createRuleCache(),
        clock: world.clock,
      });
      const span = { from: start, to: start + 9 * dayMs };
      for (const { id: clusterId, areaKey, zoneKey } of clusters) {
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
    { numRuns: 25 },
  );
}, 60_000);
