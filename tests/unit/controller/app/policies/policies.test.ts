import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planPlace, policyDocument, topics } from '#protocol';
import type { Publisher } from '../../../../../controller/app/documents/publisher.ts';
import {
  createPolicies,
  type Policies,
  type RuleDraft,
} from '../../../../../controller/app/policies/policies.ts';
import {
  communes,
  createPublishingWorld,
  district,
  minuteMs,
  openDocument,
  type PublishingWorld,
  province,
  testSession,
} from '../../../../support/publishing-world.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { accepted, admin, refusal } from '../sessions/sessions-fixture.ts';

const [caoXa, vinhLai] = communes;
let world: PublishingWorld;
let publisher: Publisher;
let policies: Policies;
/** Settles when the policies of the last change are with the broker. */
let issuing: Promise<void>;
beforeEach(async () => {
  world = await createPublishingWorld();
  publisher = await world.createPublisher();
  await publisher.start();
  issuing = Promise.resolve();
  policies = createPolicies({
    store: world.store,
    publisher: {
      publishPolicies: (areaKeys) => {
        issuing = publisher.publishPolicies(areaKeys);
        return issuing;
      },
    },
    places: { areas: () => world.areas, clusters: () => world.clusters },
    clock: world.clock,
    events: { emit: (event) => world.events.push(event), listen: () => () => undefined },
    log: silentLog,
  });
});
afterEach(() => world.store.close());

const rule = (from: string, to: string, more: Partial<RuleDraft> = {}): RuleDraft => ({
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from,
  to,
  maxVolume: null,
  ...more,
});
const issued = async (areaKey: string) =>
  policyDocument.parse(
    await openDocument(world.link.retained.get(topics.policy(areaKey)) ?? '', world.signers),
  );
const at = (local: string) => Date.parse(`${local}+07:00`);

describe('changing quiet hours', () => {
  it('signs the policies of the communes below at once, and tells listeners', async () => {
    world.events.length = 0;
    accepted(await policies.replace(district, [rule('06:00', '20:00', { maxVolume: 70 })], admin));
    expect(world.events).toContainEqual({ type: 'schedule', areaKeys: [...communes] });
    await issuing;
    expect((await issued(vinhLai)).allowed[1]).toEqual({
      startAt: at('2026-11-23T06:00:00'),
      endAt: at('2026-11-23T20:00:00'),
    });
    expect((await issued(caoXa)).caps[0]).toMatchObject({ maxVolume: 70 });
  });

  it('answers with what holds then: own, inherited and the week', async () => {
    accepted(await policies.replace(province, [rule('04:30', '21:00')], admin));
    const saved = accepted(await policies.replace(caoXa, [rule('05:30', '20:00')], admin));
    expect(saved.own).toEqual([{ ...rule('05:30', '20:00'), areaKey: caoXa }]);
    expect(saved.inherited.map(({ areaKey }) => areaKey)).toEqual([province]);
    expect(saved.week[0]?.windows).toEqual([{ from: '05:30', to: '20:00' }]);
    const { affected: _, ...read } = saved;
    expect(await policies.read(caoXa)).toEqual(read);
  });

  it('with no rules at all is the default again', async () => {
    accepted(await policies.replace(caoXa, [rule('06:00', '20:00')], admin));
    const saved = accepted(await policies.replace(caoXa, [], admin));
    expect(saved.week[6]?.windows).toEqual([{ from: '05:00', to: '21:00' }]);
  });

  it('is refused when it would allow more than a level above, which the sentence names', async () => {
    const outcome = await policies.replace(caoXa, [rule('04:00', '20:00')], admin);
    expect(refusal(outcome)).toEqual([422, 'Policy_LooserThanAbove']);
    expect(outcome).toMatchObject({ fault: { vi: expect.stringContaining('Tỉnh Phú Thọ') } });
    accepted(await policies.replace(district, [rule('05:00', '21:00', { maxVolume: 60 })], admin));
    const louder = await policies.replace(caoXa, [rule('06:00', '20:00', { maxVolume: 61 })], admin);
    expect(refusal(louder)).toEqual([422, 'Policy_LouderThanAbove']);
    expect(louder).toMatchObject({ fault: { vi: expect.stringContaining('Huyện Lâm Thao') } });
    expect((await policies.read(caoXa)).own).toEqual([]);
  });

  it('is refused for a window of no length', async () => {
    expect(refusal(await policies.replace(caoXa, [rule('06:00', '06:00')], admin))).toEqual([
      422,
      'Policy_RuleEmpty',
    ]);
  });
});

describe('a change of quiet hours', () => {
  const affected = async (areaKey: string, rules: RuleDraft[]) =>
    accepted(await policies.replace(areaKey, rules, admin)).affected.map(
      ({ session, occurrence, effect, communes: count }) =>
        `${session.id} ${occurrence.date} ${effect} ${count}`,
    );

  it('names the slots of the next 14 days that it refuses', async () => {
    const found = await affected(vinhLai, [rule('06:00', '21:00')]);
    expect(found).toHaveLength(14);
    expect(found[0]).toBe('ses_morning 2026-11-24 refused 1');
  });

  it('tells a slot that it cuts from one that it refuses, the worst for all communes', async () => {
    expect((await affected(province, [rule('05:00', '05:20')]))[0]).toBe('ses_morning 2026-11-24 cut 3');
    accepted(await policies.replace(province, [], admin));
    accepted(await policies.replace(caoXa, [rule('05:00', '05:25')], admin));
    expect((await affected(province, [rule('05:00', '05:20'), rule('05:25', '06:00')]))[0]).toBe(
      'ses_morning 2026-11-24 cut 2',
    );
  });

  it('names nothing that it makes no worse, and nothing that has a permission', async () => {
    accepted(await policies.replace(caoXa, [rule('06:00', '21:00')], admin));
    expect(await affected(caoXa, [rule('07:00', '21:00')])).toEqual([]);
    expect(await affected(caoXa, [])).toEqual([]);
    const exception = { id: 'exc_1', reason: 'Bão số 5', approvedBy: 'Quản trị' };
    await world.store.sessions.put(testSession({ exception }));
    expect(await affected(caoXa, [rule('06:00', '21:00')])).toEqual([]);
  });
});

describe('a device under quiet hours that became stricter', () => {
  it('refuses by itself what it may no longer play, and plays what has a permission', async () => {
    const exception = { id: 'exc_1', reason: 'Bão số 5', approvedBy: 'Quản trị' };
    const night = testSession({ id: 'ses_night', startsLocal: '2026-11-23T21:30:00', exception });
    await world.store.sessions.put(night);
    await world.place(['2026-11-24'], ['bul_a']);
    await world.place(['2026-11-24'], ['bul_a'], 'ses_night');
    await publisher.publishAreas('all');
    const planned = async () =>
      planPlace({
        place: { clusterId: 'clu_1', zoneKey: null },
        areas: [{ program: await world.program(caoXa), policy: await issued(caoXa), announcements: null }],
        ancestors: [],
      });
    const titles = (plan: Awaited<ReturnType<typeof planned>>) => ({
      sounds: plan.segments.map(({ candidate, endAt, startAt }) => [
        candidate.id.slice(0, 9),
        (endAt - startAt) / minuteMs,
      ]),
      refused: plan.refused.map(({ id, reason }) => [id.slice(0, 9), reason]),
    });
    expect(titles(await planned())).toEqual({
      sounds: [
        ['ses_morni', 5],
        ['ses_night', 5],
      ],
      refused: [],
    });
    accepted(await policies.replace(caoXa, [rule('06:00', '20:00')], admin));
    await issuing;
    expect(titles(await planned())).toEqual({
      sounds: [['ses_night', 5]],
      refused: [['ses_morni', 'quiet-hours']],
    });
  });
});
