import { beforeEach, describe, expect, it } from 'vitest';
import {
  claimedKeyId,
  type KeysDocument,
  keysDocument,
  parseAreaTopic,
  type Signer,
  topics,
} from '#protocol';
import { certifiedKeys } from '../../../../../controller/domain/key-ceremony.ts';
import { communes, dayMs, minuteMs, type PublishingWorld } from '../../../../support/publishing-world.ts';
import { type TestSigners, testSigner } from '../../../../support/test-signers.ts';
import { usePublishingWorld } from './publishing-fixture.ts';

const { world: worldNow, started } = usePublishingWorld();
const [caoXa] = communes;
let world: PublishingWorld;
let root: Signer;
let old: Signer;
let fresh: Signer;
let both: TestSigners;
/** The same keys on a server that has not the root. */
let rootless: TestSigners;

beforeEach(async () => {
  world = worldNow();
  ({ root, signing: old } = world.signers);
  fresh = await testSigner();
  both = { ...world.signers, own: [old, fresh] };
  rootless = Object.assign({}, both, { root: { ...root, sign: null } });
});

const storedKeys = async (): Promise<{ jws: string; document: KeysDocument }> => {
  const jws = (await world.store.documents.get(topics.keys))?.jws ?? '';
  const payload: unknown = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
  return { jws, document: keysDocument.parse(payload) };
};

/** What `install` does while the controller runs: it stores a list, and nobody tells the controller. */
const install = async (patch: Partial<Parameters<typeof certifiedKeys>[0]>, by = root): Promise<string> => {
  const { document: present } = await storedKeys();
  const now = world.clock.now();
  const list = certifiedKeys({ present, add: [], revoke: [], listDays: 190, now, ...patch });
  const { topic, version, issuedAt, expiresAt } = list;
  const jws = await by.sign(list);
  await world.store.documents.put([{ topic, jws, version, issuedAt, expiresAt, published: false }]);
  return jws;
};
const newKey = () => ({ add: [{ kid: fresh.kid, jwk: fresh.publicKey }] });
const kidOn = (topic: string) => claimedKeyId(world.link.retained.get(topic) ?? '');
const kidsOfAll = () =>
  new Set([...world.link.retained.keys()].filter((topic) => parseAreaTopic(topic)).map(kidOn));

describe('a list of keys that somebody installed', () => {
  it('is published by the running controller, byte for byte', async () => {
    const publisher = await started({ signers: both });
    world.clock.set(world.clock.now() + minuteMs);
    const jws = await install(newKey());
    await publisher.tick();
    expect(world.link.retained.get(topics.keys)).toBe(jws);
  });

  it('brings its new key into use when every connected device knows the list', async () => {
    const held = { inService: 1, connected: [0] };
    const publisher = await started({ signers: both, held: () => held });
    await publisher.publishAreas([caoXa]);
    world.clock.set(world.clock.now() + minuteMs);
    await install(newKey());
    await publisher.tick();
    await publisher.publishAreas([caoXa]);
    expect(kidOn(topics.program(caoXa))).toBe(old.kid);
    held.connected = [(await storedKeys()).document.version];
    await publisher.tick();
    await publisher.publishAreas([caoXa]);
    expect(kidOn(topics.program(caoXa))).toBe(fresh.kid);
    // What the old key signed keeps its voice until it is due for renewal.
    expect(kidOn(topics.policy(caoXa))).toBe(old.kid);
  });

  it('has everything signed anew at once when it revokes the key, the list first', async () => {
    const publisher = await started({ signers: both, held: () => ({ inService: 1, connected: [0] }) });
    expect(kidsOfAll()).toEqual(new Set([old.kid]));
    world.clock.set(world.clock.now() + minuteMs);
    await install({ ...newKey(), revoke: [old.kid] });
    const before = world.link.published.length;
    await publisher.tick();
    expect(kidsOfAll()).toEqual(new Set([fresh.kid]));
    const sent = world.link.published.slice(before).map(({ topic }) => topic);
    expect(sent[0]).toBe(topics.keys);
    expect(sent[1]).toContain('/announcements');
  });

  it('is not taken up when another root signed it', async () => {
    const publisher = await started({ signers: both });
    const before = world.link.retained.get(topics.keys);
    world.clock.set(world.clock.now() + minuteMs);
    await install(newKey(), await testSigner());
    await publisher.tick();
    expect(world.link.retained.get(topics.keys)).toBe(before);
  });

  it('is renewed by a root on this server with all that it says', async () => {
    const publisher = await started({ signers: both });
    world.clock.set(world.clock.now() + minuteMs);
    await install({ ...newKey(), revoke: [old.kid] });
    await publisher.tick();
    world.clock.set(world.clock.now() + 185 * dayMs);
    await publisher.tick();
    const { document } = await storedKeys();
    expect(document.keys.find(({ kid }) => kid === old.kid)?.revokedAt).toBeGreaterThan(0);
    expect(document.keys.map(({ kid }) => kid)).toContain(fresh.kid);
  });
});

describe('a revocation that a restored backup has forgotten', () => {
  /** The list that devices got after the backup, and the controller on the backup, which has signed a newer one. */
  const restored = async () => {
    await (await started({ signers: both })).stop();
    const { document: present } = await storedKeys();
    const now = world.clock.now() + minuteMs;
    const lost = certifiedKeys({ present, ...newKey(), revoke: [old.kid], listDays: 190, now });
    world.clock.set(now + 2 * dayMs);
    const publisher = await started({ signers: both });
    expect((await storedKeys()).document.version).toBeGreaterThan(lost.version);
    expect(kidsOfAll()).toEqual(new Set([old.kid]));
    return { publisher, lost };
  };

  it('is in force again as soon as a loudspeaker shows it', async () => {
    const { publisher, lost } = await restored();
    expect(await publisher.raiseAbove(await root.sign(lost))).toBe(true);
    const { document } = await storedKeys();
    expect(document.keys.find(({ kid }) => kid === old.kid)?.revokedAt).toBe(
      lost.keys.find(({ kid }) => kid === old.kid)?.revokedAt,
    );
    expect(kidsOfAll()).toEqual(new Set([fresh.kid]));
  });

  it('is not made up by a list of another root', async () => {
    const { publisher, lost } = await restored();
    expect(await publisher.raiseAbove(await (await testSigner()).sign(lost))).toBe(false);
    expect(kidsOfAll()).toEqual(new Set([old.kid]));
  });
});

describe('without the root on the server', () => {
  it('the stored list is published again and never changed, however old it grows', async () => {
    await (await started({ signers: both })).stop();
    const { jws } = await storedKeys();
    world.link.retained.clear();
    const publisher = await started({ signers: rootless });
    expect(world.link.retained.get(topics.keys)).toBe(jws);
    world.clock.set(world.clock.now() + 20 * dayMs);
    await publisher.tick();
    expect((await storedKeys()).jws).toBe(jws);
  });

  it('nothing is signed before a list names a key of this server; then everything is', async () => {
    const publisher = await started({ signers: rootless });
    expect(world.link.retained.size).toBe(0);
    const now = world.clock.now();
    const list = certifiedKeys({ present: null, ...newKey(), revoke: [], listDays: 190, now });
    const { topic, version, issuedAt, expiresAt } = list;
    const jws = await root.sign(list);
    await world.store.documents.put([{ topic, jws, version, issuedAt, expiresAt, published: false }]);
    await publisher.tick();
    expect(world.link.retained.get(topics.keys)).toBe(jws);
    expect(kidsOfAll()).toEqual(new Set([fresh.kid]));
  });

  it('a newer list that a device shows is in force again, as after a restored backup', async () => {
    await (await started({ signers: both })).stop();
    const now = world.clock.now() + minuteMs;
    const { document: present } = await storedKeys();
    const lost = await root.sign(
      certifiedKeys({ present, ...newKey(), revoke: [old.kid], listDays: 190, now }),
    );
    const publisher = await started({ signers: rootless });
    await publisher.raiseAbove(lost);
    expect(world.link.retained.get(topics.keys)).toBe(lost);
    expect(kidsOfAll()).toEqual(new Set([fresh.kid]));
  });
});

it('a key file that was made while the controller runs may sign as soon as it is certified', async () => {
  let files: TestSigners | null = null;
  const changedSigners = async () => {
    const found = files;
    files = null;
    return found;
  };
  const publisher = await started({ changedSigners });
  world.clock.set(world.clock.now() + minuteMs);
  files = both;
  await install({ ...newKey(), revoke: [old.kid] });
  await publisher.tick();
  expect(kidsOfAll()).toEqual(new Set([fresh.kid]));
});
