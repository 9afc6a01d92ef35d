import { beforeEach, describe, expect, it } from 'vitest';
import { announcementsDocument, keysDocument, policyDocument, topics } from '#protocol';
import type { SessionStore } from '../../../../../controller/app/ports/store/sessions.ts';
import {
  communes,
  dayMs,
  district,
  openDocument,
  type PublishingWorld,
  province,
  putBulletin,
} from '../../../../support/publishing-world.ts';
import { usePublishingWorld } from './publishing-fixture.ts';

const fixture = usePublishingWorld();
const { started, titlesOf } = fixture;
let world: PublishingWorld;
beforeEach(() => {
  world = fixture.world();
});
const [caoXa] = communes;

describe('a first start', () => {
  it('issues keys, a program, a policy and announcements for every commune, and announcements for the areas above', async () => {
    await started();
    expect([...world.link.retained.keys()].sort()).toEqual(
      [
        topics.keys,
        topics.announcements(province),
        topics.announcements(district),
        ...communes.flatMap((key) => [topics.program(key), topics.policy(key), topics.announcements(key)]),
      ].sort(),
    );
    expect(world.link.published.every(({ qos, retain }) => qos === 1 && retain)).toBe(true);
    expect(world.link.published[0]?.topic).toBe(topics.keys);
  });

  it('has the root key vouch for the signing key, and the signing key sign the rest', async () => {
    await started();
    const { root, signing } = world.signers;
    const read = (topic: string, signer = signing) =>
      openDocument(world.link.retained.get(topic) ?? '', { root: signer, signing: signer });
    const keys = keysDocument.parse(await read(topics.keys, root));
    expect(keys.keys.map(({ kid, jwk }) => [kid, jwk])).toEqual([[signing.kid, signing.publicKey]]);
    const announced = announcementsDocument.parse(await read(topics.announcements(caoXa)));
    expect(announced).toMatchObject({
      areaKey: caoXa,
      announcements: [],
      topic: topics.announcements(caoXa),
    });
    const policy = policyDocument.parse(await read(topics.policy(caoXa)));
    expect(policy.allowed).toContainEqual({
      startAt: Date.parse('2026-11-24T05:00:00+07:00'),
      endAt: Date.parse('2026-11-24T21:00:00+07:00'),
    });
  });
});

describe('publishing a change', () => {
  it('brings the placed bulletins to every commune below the target', async () => {
    const publisher = await started();
    await world.place(['2026-11-24'], ['bul_a']);
    await publisher.publishAreas([district]);
    for (const key of communes) {
      const [item, ...others] = (await world.program(key)).items;
      expect(item).toMatchObject({
        title: 'Bản tin bul_a',
        startAt: Date.parse('2026-11-24T05:00:00+07:00'),
      });
      expect(others).toEqual([]);
    }
  });

  it('leaves communes alone that were not named', async () => {
    const publisher = await started();
    const before = world.link.published.length;
    await publisher.publishAreas([caoXa]);
    expect(world.link.published.slice(before).map(({ topic }) => topic)).toEqual([topics.program(caoXa)]);
  });

  it('stores the exact bytes and the plan before anybody may see them', async () => {
    const publisher = await started();
    await world.place(['2026-11-24'], ['bul_a']);
    const seen: unknown[] = [];
    world.link.beforePublish = async (topic, payload) => {
      const row = await world.store.documents.get(topic);
      const span = { areaKeys: [caoXa], from: world.clock.now(), to: world.clock.now() + 10 * dayMs };
      const plan = await world.store.plan.between(span);
      seen.push([row?.jws === payload, row?.published, plan.length]);
    };
    await publisher.publishAreas([caoXa]);
    expect(seen).toEqual([[true, false, 1]]);
    expect((await world.store.documents.get(topics.program(caoXa)))?.published).toBe(true);
  });

  it('cancels the plan of what was taken off, and plans what came instead', async () => {
    await putBulletin(world.store, 'bul_b', 'b', 2);
    await world.place(['2026-11-24'], ['bul_a']);
    const publisher = await started();
    await world.place(['2026-11-24'], ['bul_b']);
    await publisher.publishAreas([caoXa]);
    const rows = await world.store.plan.between({
      areaKeys: [caoXa],
      from: world.clock.now(),
      to: world.clock.now() + 10 * dayMs,
    });
    expect(rows.map(({ title, cancelledAt }) => [title, cancelledAt]).sort()).toEqual([
      ['Bản tin bul_a', world.clock.now()],
      ['Bản tin bul_b', null],
    ]);
    const { version } = await world.program(caoXa);
    expect(rows.find(({ cancelledAt }) => cancelledAt === null)?.programVersion).toBe(version);
  });

  it('keeps what already aired, and does not invent what did not', async () => {
    await putBulletin(world.store, 'bul_b', 'b', 2);
    await world.place(['2026-11-23', '2026-11-24'], ['bul_a']);
    world.clock.set(Date.parse('2026-11-23T04:00:00+07:00'));
    const publisher = await started();
    world.clock.set(Date.parse('2026-11-23T12:00:00+07:00'));
    await publisher.publishAreas([caoXa]);
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a', 'Bản tin bul_a']);
    await world.place(['2026-11-23'], ['bul_a', 'bul_b']);
    await publisher.publishAreas([caoXa]);
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a', 'Bản tin bul_a']);
  });

  it('tells listeners that readiness has changed', async () => {
    const publisher = await started();
    world.events.length = 0;
    await publisher.publishAreas([caoXa]);
    expect(world.events).toEqual([{ type: 'readiness', areaKeys: [caoXa] }]);
  });

  it('re-signs policies when the rules change', async () => {
    const publisher = await started();
    const rule = { areaKey: caoXa, weekdays: [1], from: '06:00', to: '07:00', maxVolume: null };
    await world.store.policies.replace(caoXa, [rule]);
    await publisher.publishPolicies([caoXa]);
    const jws = world.link.retained.get(topics.policy(caoXa)) ?? '';
    const policy = policyDocument.parse(await openDocument(jws, world.signers));
    expect(policy.allowed.map(({ startAt }) => new Date(startAt).toISOString())).toEqual([
      '2026-11-22T23:00:00.000Z',
      '2026-11-29T23:00:00.000Z',
    ]);
  });
});

describe('changes that come together', () => {
  it('are published by one run, and those that come while it runs by one more', async () => {
    let runs = 0;
    let whileRunning: () => void = () => undefined;
    const active: SessionStore['active'] = () => {
      runs += 1;
      whileRunning();
      return world.store.sessions.active();
    };
    const publisher = await started({
      store: { ...world.store, sessions: { ...world.store.sessions, active } },
    });
    runs = 0;
    const late: Promise<void>[] = [];
    whileRunning = () => {
      whileRunning = () => undefined;
      for (let call = 0; call < 20; call += 1) late.push(publisher.publishAreas('all'));
    };
    await Promise.all(Array.from({ length: 20 }, () => publisher.publishAreas([caoXa])));
    await Promise.all(late);
    expect([runs, late.length]).toEqual([2, 20]);
  });

  it('end with the newest version at the broker, however slow the older one was', async () => {
    const publisher = await started();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slowStarted = new Promise<void>((resolve) => {
      world.link.beforePublish = () => {
        world.link.beforePublish = () => undefined;
        resolve();
        return held;
      };
    });
    const older = publisher.publishAreas([caoXa]);
    await slowStarted;
    await world.place(['2026-11-24'], ['bul_a']);
    const newer = publisher.publishAreas([caoXa]);
    release();
    await Promise.all([older, newer]);
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
    const stored = await world.store.documents.get(topics.program(caoXa));
    expect(stored).toMatchObject({ jws: world.link.retained.get(topics.program(caoXa)), published: true });
  });
});

describe('the config of a device', () => {
  it('goes to that device, and is not retained', async () => {
    const publisher = await started();
    const cluster = { id: 'clu_1', areaKey: caoXa, zoneKey: null };
    const placed = {
      device: {
        id: 'dev_1',
        clusterId: 'clu_1',
        serial: 'S1',
        model: 'TT-4G-50',
        status: 'active' as const,
        secretHash: null,
        publicKey: null,
        maxVolume: 90,
        createdAt: 0,
        inServiceFrom: 0,
        inServiceTo: null,
        configVersion: 0,
      },
      cluster: {
        ...cluster,
        name: 'Khu 3',
        latitude: null,
        longitude: null,
        horns: 2,
        watts: 50,
        createdAt: 0,
        retiredAt: null,
        isDemo: false,
      },
    };
    await publisher.sendConfig(placed);
    const sent = world.link.published.at(-1);
    expect(sent).toMatchObject({ topic: topics.config('dev_1'), qos: 1, retain: false });
    expect(await openDocument(sent?.payload ?? '', world.signers)).toMatchObject({
      areaKeys: [caoXa],
      maxVolume: 90,
    });
  });
});
