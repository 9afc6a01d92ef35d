import fc from 'fast-check';
import type { AnnouncementRow } from '../../controller/app/ports/store/announcements.ts';
import type { SessionRow } from '../../controller/app/ports/store/sessions.ts';
import { createArea } from '../../controller/domain/area.ts';
import type { SessionTarget } from '../../controller/domain/session-target.ts';
import {
  communes,
  datesFrom,
  district,
  minuteMs,
  type PublishingWorld,
  province,
  putBulletin,
  testAreas,
  testCluster,
  testSession,
} from './publishing-world.ts';
import { anAnnouncement } from './store-contract/sample-rows.ts';

const [caoXa, vinhLai] = communes;
/** Monday noon: the situation begins. */
export const situationStart = Date.parse('2026-11-23T12:00:00+07:00');
const zone = createArea({
  code: '07888-01',
  level: 'zone',
  type: 'khu',
  name: '1',
  parentKey: caoXa,
  validFrom: '2020-01-01',
  validTo: null,
});
/** Two in Cao Xá, one of them in a zone, and one in Vĩnh Lại. */
export const situationClusters = [
  { ...testCluster('clu_1', caoXa), zoneKey: zone.key },
  testCluster('clu_2', caoXa),
  testCluster('clu_3', vinhLai),
];
const minutesOf: Readonly<Record<string, number>> = { bul_a: 5, bul_b: 4, bul_c: 20 };

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
export const anySession = fc.record({
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
  startAt: fc.integer({ min: 270, max: 360 }).map((minutes) => situationStart + minutes * minuteMs),
  minutes: fc.constantFrom(2, 10),
  isEnded: fc.boolean(),
});
/** Sessions of several levels that get into each other's way, rules and announcements. */
export const anySituation = fc.record({
  sessions: fc.array(anySession, { minLength: 2, maxLength: 5 }),
  rules: fc.array(anyRule, { maxLength: 2 }),
  announcements: fc.array(anyAnnouncement, { maxLength: 2 }),
});
export type Situation = typeof anySituation extends fc.Arbitrary<infer Value> ? Value : never;

/** Puts a situation into an empty world; every session has its running order on the first dates. */
export const bringAbout = async (world: PublishingWorld, situation: Situation, days = 3): Promise<void> => {
  const { store } = world;
  world.areas = [...testAreas, zone];
  world.clusters = situationClusters;
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
    await world.place(datesFrom('2026-11-23', days), one.bulletins, id);
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
