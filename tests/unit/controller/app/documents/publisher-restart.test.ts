import { beforeEach, describe, expect, it } from 'vitest';
import { keysDocument, policyDocument, topics } from '#protocol';
import { createFakeLink } from '../../../../support/fake-link.ts';
import {
  communes,
  datesFrom,
  dayMs,
  minuteMs,
  openDocument,
  type PublishingWorld,
  province,
} from '../../../../support/publishing-world.ts';
import { testSigner, testSigners } from '../../../../support/test-signers.ts';
import { usePublishingWorld } from './publishing-fixture.ts';

const fixture = usePublishingWorld();
const { started, titlesOf, versionOf } = fixture;
let world: PublishingWorld;
beforeEach(() => {
  world = fixture.world();
});
const [caoXa, vinhLai] = communes;

describe('a restart', () => {
  it('gives an empty broker every document again, byte for byte', async () => {
    await world.place(datesFrom('2026-11-24', 10), ['bul_a']);
    await (await started()).stop();
    const before = new Map(world.link.retained);
    world.clock.set(world.clock.now() + 60 * minuteMs);
    const link = createFakeLink();
    await started({ link });
    expect(link.retained).toEqual(before);
    expect(link.published).toHaveLength(before.size);
    expect(link.published[0]?.topic).toBe(topics.keys);
  });

  it('publishes what was committed when the process died before publishing', async () => {
    const first = await started();
    await world.place(['2026-11-24'], ['bul_a']);
    world.link.beforePublish = () => Promise.reject(new Error('killed'));
    await first.publishAreas([caoXa]);
    const committed = await world.store.documents.get(topics.program(caoXa));
    expect(committed?.published).toBe(false);
    const link = createFakeLink();
    await started({ link });
    expect(link.retained.get(topics.program(caoXa))).toBe(committed?.jws);
    expect((await world.store.documents.get(topics.program(caoXa)))?.published).toBe(true);
  });

  it('issues the program that follows from a session saved just before the process died', async () => {
    await (await started()).stop();
    await world.place(['2026-11-24'], ['bul_a']);
    await started();
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
  });

  it('issues the policy that follows from a rule saved just before the process died', async () => {
    await (await started()).stop();
    const rule = { areaKey: province, weekdays: [1, 2], from: '06:00', to: '07:00', maxVolume: 50 };
    await world.store.policies.replace(province, [rule]);
    await started();
    const jws = world.link.retained.get(topics.policy(vinhLai)) ?? '';
    const policy = policyDocument.parse(await openDocument(jws, world.signers));
    expect(new Set(policy.caps.map(({ maxVolume }) => maxVolume))).toEqual(new Set([50]));
  });

  it('signs everything anew with another signing key, above the versions before', async () => {
    await (await started()).stop();
    const before = await versionOf(caoXa);
    const signing = await testSigner();
    world.signers = { root: world.signers.root, signing, own: [signing] };
    await started();
    expect(await versionOf(caoXa)).toBeGreaterThan(before);
    const keys = await openDocument(world.link.retained.get(topics.keys) ?? '', world.signers);
    expect(keysDocument.parse(keys).keys.at(-1)?.kid).toBe(signing.kid);
  });

  it('replaces a stored document whose bytes are damaged', async () => {
    await (await started()).stop();
    const row = await world.store.documents.get(topics.program(caoXa));
    if (!row) throw new Error('nothing stored');
    await world.store.documents.put([{ ...row, jws: `${row.jws.slice(0, -9)}AAAAAAAAA` }]);
    await started();
    expect(await versionOf(caoXa)).toBeGreaterThan(row.version);
  });
});

describe('versions', () => {
  it('grow although the clock goes back', async () => {
    const publisher = await started();
    const before = await versionOf(caoXa);
    world.clock.set(world.clock.now() - 3 * dayMs);
    await publisher.publishAreas([caoXa]);
    expect(await versionOf(caoXa)).toBe(before + 1);
    await publisher.stop();
    const restarted = await started();
    await restarted.publishAreas([caoXa]);
    expect(await versionOf(caoXa)).toBeGreaterThan(before + 1);
  });

  it('continue above a newer document of ours that a device holds', async () => {
    const publisher = await started();
    const { signing } = world.signers;
    const held = { ...(await world.program(caoXa)), version: world.clock.now() + 5 * dayMs };
    expect(await publisher.raiseAbove(await signing.sign(held))).toBe(true);
    expect(await versionOf(caoXa)).toBe(held.version + 1);
    await publisher.raiseAbove(await signing.sign({ ...held, version: 5 }));
    expect(await versionOf(caoXa)).toBe(held.version + 1);
  });

  it('are not moved by a document that others signed, or that the signing key may not sign', async () => {
    const publisher = await started();
    const version = world.clock.now() + 5 * dayMs;
    const program = { ...(await world.program(caoXa)), version };
    const keysTopic = { ...program, topic: topics.keys };
    const published = world.link.published.length;
    expect(await publisher.raiseAbove(await (await testSigners()).signing.sign(program))).toBe(false);
    expect(await publisher.raiseAbove(await world.signers.signing.sign(keysTopic))).toBe(false);
    expect(await publisher.raiseAbove('rubbish')).toBe(false);
    expect(world.link.published).toHaveLength(published);
  });
});
