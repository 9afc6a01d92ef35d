import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDryRuns,
  type DryRunQuery,
  type DryRuns,
} from '../../../../../controller/app/sessions/dry-run.ts';
import { createRuleCache } from '../../../../../controller/domain/recurrence.ts';
import {
  communes,
  createPublishingWorld,
  datesFrom,
  dayMs,
  minuteMs,
  type PublishingWorld,
  province,
  putBulletin,
  testCluster,
  testSession,
} from '../../../../support/publishing-world.ts';
import { anAnnouncement } from '../../../../support/store-contract/sample-rows.ts';
import { accepted, refusal } from './sessions-fixture.ts';

const [caoXa] = communes;
const at = (local: string) => Date.parse(`${local}+07:00`);
let world: PublishingWorld;
let dryRuns: DryRuns;
beforeEach(async () => {
  world = await createPublishingWorld(at('2026-11-23T12:00:00'));
  world.clusters = [testCluster('clu_1', caoXa), testCluster('clu_2', caoXa)];
  dryRuns = createDryRuns({
    store: world.store,
    places: { areas: () => world.areas, clusters: () => world.clusters },
    parse: createRuleCache(),
    clock: world.clock,
  });
});
afterEach(() => world.store.close());

const ask = (query: Partial<DryRunQuery> & { on?: string } = {}) => {
  const from = at(`${query.on ?? '2026-11-24'}T00:00:00`);
  return dryRuns({ areaKey: caoXa, clusterId: null, from, to: from + dayMs, ...query });
};
const run = async (query: Parameters<typeof ask>[0] = {}) => accepted(await ask(query));

describe('the dry run of a commune', () => {
  it('tells a slot without a running order, and what of one cannot air', async () => {
    await putBulletin(world.store, 'bul_gone', 'b', 2, { approval: 'withdrawn' });
    await putBulletin(world.store, 'bul_long', 'c', 28);
    await world.place(['2026-11-24'], ['bul_gone', 'bul_a', 'bul_long']);
    const { notPlaced, sounds } = await run({ to: at('2026-11-26T00:00:00') });
    expect(sounds.map(({ startAt }) => startAt)).toEqual([at('2026-11-24T05:02:00')]);
    expect(notPlaced.map(({ title, cause }) => [title, cause])).toEqual([
      ['Bản tin bul_gone', 'not-approved'],
      ['Bản tin bul_long', 'overflow'],
      ['Buổi phát thanh sáng', 'empty'],
    ]);
  });

  it('names the clusters where not all of them hear the same', async () => {
    const own = testSession({ id: 'ses_one', targets: [{ clusterId: 'clu_2' }] });
    await world.store.sessions.put({ ...own, startsLocal: '2026-11-01T17:00:00' });
    await world.place(['2026-11-24'], ['bul_a']);
    await world.place(['2026-11-24'], ['bul_a'], 'ses_one');
    const whom = async (clusterId: string | null) =>
      (await run({ clusterId })).sounds.map(({ candidate, clusterIds }) => [
        candidate.id.slice(0, 7),
        clusterIds,
      ]);
    expect(await whom(null)).toEqual([
      ['ses_mor', null],
      ['ses_one', ['clu_2']],
    ]);
    expect(await whom('clu_1')).toEqual([['ses_mor', null]]);
  });

  it('serves a commune without clusters', async () => {
    world.clusters = [];
    await world.place(['2026-11-24'], ['bul_a']);
    expect((await run()).sounds).toHaveLength(1);
  });

  it('reaches past the horizon of what is published', async () => {
    const dates = datesFrom('2027-03-01', 14);
    await world.place(dates, ['bul_a']);
    const { sounds, allowed } = await run({
      from: at('2027-03-01T00:00:00'),
      to: at('2027-03-15T00:00:00'),
    });
    expect(sounds.map(({ startAt }) => startAt)).toEqual(dates.map((date) => at(`${date}T05:00:00`)));
    expect(sounds.every(({ cutBy }) => cutBy === null)).toBe(true);
    expect(allowed).toHaveLength(14);
  });

  it('tells the morning that is over as it was planned', async () => {
    await world.place(['2026-11-23'], ['bul_a']);
    world.clock.set(at('2026-11-23T04:00:00'));
    const publisher = await world.createPublisher();
    await publisher.start();
    world.clock.set(at('2026-11-23T12:00:00'));
    expect((await run({ on: '2026-11-23' })).sounds).toHaveLength(1);
    await publisher.stop();
  });

  it('tells a stop, and whose it is', async () => {
    await world.place(['2026-11-24'], ['bul_a']);
    const startAt = at('2026-11-23T11:00:00');
    const facts = { kind: 'stop', sha256: null, endAt: null, startAt } as const;
    await world.store.announcements.put([
      anAnnouncement({ ...facts, id: 'ann_stop', areaKey: province, targets: [{ areaKey: province }] }),
    ]);
    const { sounds, silent, stops, announcedBy } = await run();
    expect(sounds).toEqual([]);
    expect(silent.map(({ reason, by }) => [reason, by?.id])).toEqual([['stop', 'ann_stop']]);
    expect(stops.map(({ id, clusterIds }) => [id, clusterIds])).toEqual([['ann_stop', null]]);
    expect(announcedBy.get('ann_stop')).toBe(province);
  });

  it.each<[string, Partial<DryRunQuery>, [number, string]]>([
    ['a province', { areaKey: province }, [422, 'DryRun_NeedsCommune']],
    ['an area that does not exist', { areaKey: '99999.20200101' }, [422, 'DryRun_NeedsCommune']],
    ['a cluster elsewhere', { clusterId: 'clu_9' }, [404, 'Cluster_Unknown']],
    ['no span', { to: at('2026-11-24T00:00:00') }, [422, 'DryRun_SpanInvalid']],
    ['more than 14 days', { to: at('2026-12-08T00:00:00') + minuteMs }, [422, 'DryRun_SpanInvalid']],
    [
      'another century',
      { from: at('2101-06-01T00:00:00'), to: at('2101-06-02T00:00:00') },
      [422, 'DryRun_SpanInvalid'],
    ],
    ['the day before yesterday', { from: at('2026-11-21T00:00:00') }, [422, 'DryRun_Past']],
  ])('refuses %s', async (_, query, expected) => {
    expect(refusal(await ask(query))).toEqual(expected);
  });
});
