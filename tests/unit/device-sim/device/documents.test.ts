import { beforeEach, describe, expect, it } from 'vitest';
import { type CommandDocument, topics } from '#protocol';
import { subscriptions } from '../../../../device-sim/device/link.ts';
import {
  announcementsAt,
  configAt,
  itemAt,
  keysAt,
  morning,
  policyAt,
  programAt,
  testArea,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld, seal } from '../../../support/device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;
const programTopic = topics.program(testArea);

const readyDevice = (): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, ownOffsetMs: 77_000 });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day));
  world.advance(3_000);
  return world;
};

type Report = {
  versions: Record<string, number>;
  refused: { topic: string; reason: string }[];
  newer: string[];
};
const reports = (world: DeviceWorld): Report[] =>
  world.reports().map(({ payload }) => JSON.parse(JSON.stringify(payload)));
const refusals = (world: DeviceWorld) => reports(world).flatMap((report) => report.refused);
const heldVersion = (world: DeviceWorld) => world.state().held.get(programTopic)?.header.version;

describe('subscriptions', () => {
  it('begin with the own topics and grow by the areas of the configuration', () => {
    const world = readyDevice();
    const subscribed = world.effects.flatMap((one) => (one.type === 'subscribe' ? [one.topics] : []));
    expect(subscribed[0]).toEqual([
      topics.keys,
      topics.config('dev-1'),
      topics.command('dev-1'),
      topics.timeResponse('dev-1'),
      topics.playbackAck('dev-1'),
    ]);
    expect(subscribed[1]).toEqual([topics.announcements(testArea), topics.policy(testArea), programTopic]);
  });

  it('follow a move to another area and drop the documents of the old one', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(1_000);
    world.deliver(configAt(eve, { areaKeys: ['07891.20200101'] }));
    world.advance(1_000);
    expect(world.state().held.get(programTopic)).toBeUndefined();
    const gone = world.effects.flatMap((one) => (one.type === 'unsubscribe' ? one.topics : []));
    expect(gone).toEqual([topics.announcements(testArea), topics.policy(testArea), programTopic]);
    expect(subscriptions(world.state())).toContain(topics.program('07891.20200101'));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
  });

  it('are made again on a resync, and on a denied filter after a while', () => {
    const world = readyDevice();
    const command = {
      schema: 'tt/command/1',
      topic: topics.command('dev-1'),
      version: eve,
      issuedAt: eve,
      expiresAt: world.now() + 30_000,
      deviceId: 'dev-1',
      command: 'resync',
    };
    const before = world.effects.length;
    world.deliver(command);
    world.advance(1_000);
    const types = world.effects.slice(before).map((one) => one.type);
    expect(types.indexOf('unsubscribe')).toBeLessThan(types.indexOf('subscribe'));
    world.dispatch({ type: 'subscribed', refused: [programTopic] });
    expect(subscriptions(world.state())).not.toContain(programTopic);
    world.advance(2 * minute);
    expect(subscriptions(world.state())).toContain(programTopic);
  });
});

describe('a command', () => {
  const reboot = (version: number, expiresAt: number) => ({
    schema: 'tt/command/1',
    topic: topics.command('dev-1'),
    version,
    issuedAt: version,
    expiresAt,
    deviceId: 'dev-1',
    command: 'reboot',
  });
  const reboots = (world: DeviceWorld) => world.effects.filter((one) => one.type === 'reboot').length;

  it.each([true, false])(
    'that retires it silences it for good, whatever comes then; a disk that keeps the mark: %s',
    (keepsMark) => {
      const world = readyDevice();
      world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + hour)]));
      world.advanceTo(morning + minute);
      expect(world.state().sounds).toHaveLength(1);
      const config = seal(configAt(eve - day));
      const at = world.now();
      const topic = topics.command('dev-1');
      const command: CommandDocument = {
        schema: 'tt/command/1',
        topic,
        version: at,
        issuedAt: at,
        expiresAt: at + 30_000,
        deviceId: 'dev-1',
        command: 'retire',
      };
      world.deliver(command);
      world.advance(1_000);
      world.disconnect();
      expect(world.heard.map(({ to }) => to < morning + minute + 1_000)).toEqual([true]);
      expect(world.ended().map(({ reason }) => reason)).toEqual(['cancelled']);
      world.powerCut();
      const disk = world.savedDisk();
      expect(Object.keys(disk.documents)).toEqual([topics.keys]);
      world.dispatch({
        type: 'booted',
        disk: { ...disk, retired: keepsMark && disk.retired },
        clockKept: true,
        freshSpoolId: 'spool-2',
      });
      world.connect();
      if (keepsMark) {
        // Replayed by whoever has the broker.
        world.deliverRaw(topics.config('dev-1'), config);
        world.advance(1_000);
        world.deliver(programAt(eve, [itemAt('b', morning + hour)]));
      }
      world.advanceTo(morning + 3 * hour);
      expect(world.heard).toHaveLength(1);
    },
  );

  it('is obeyed once, also across the reboot, and not when it has expired', () => {
    const world = readyDevice();
    world.deliver(reboot(eve + 1, world.now() + 30_000));
    world.advance(100);
    world.powerCut();
    world.boot();
    world.connect();
    world.advance(2_000);
    world.deliver(reboot(eve + 1, world.now() + 30_000));
    world.advance(100);
    expect(reboots(world)).toBe(1);
    world.deliver(reboot(eve + 2, world.now() - 1));
    world.advance(100);
    expect(reboots(world)).toBe(1);
  });

  it('is refused without trusted time: it could be an old one', () => {
    const world = createDeviceWorld({ startAt: eve });
    world.knobs.timeServer = false;
    world.boot();
    world.connect();
    world.deliver(keysAt(eve - day), 'root');
    world.advance(100);
    world.deliver(reboot(eve + 1, eve + day));
    world.advance(100);
    expect(reboots(world)).toBe(0);
  });
});

describe('a document is refused', () => {
  let world: DeviceWorld;
  beforeEach(() => {
    world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(3_000);
  });

  const cases: [string, (w: DeviceWorld) => void, string][] = [
    [
      'on a topic it was not meant for',
      (w) =>
        w.deliver({ ...programAt(eve + 1, []), topic: topics.program('07891.20200101') }, 'k1', programTopic),
      'wrong-topic',
    ],
    ['that is older than the one held', (w) => w.deliver(programAt(eve - 1, [])), 'older'],
    ['that has expired', (w) => w.deliver(programAt(eve + 1, [], { expiresAt: eve })), 'expired'],
    [
      'with a forged signature',
      (w) => w.deliverRaw(programTopic, seal(programAt(eve + 1, []), 'k1', true)),
      'bad-signature',
    ],
    ['by a key that is not listed', (w) => w.deliver(programAt(eve + 1, []), 'k9'), 'unknown-key'],
    [
      'by a key before its time',
      (w) => w.deliver(programAt(eve + 1, [], { issuedAt: eve - 200 * day }), 'k1'),
      'key-not-valid',
    ],
    ['that is no JWS', (w) => w.deliverRaw(programTopic, '"nonsense"'), 'malformed'],
    [
      'that lacks its fields',
      (w) => w.deliverRaw(programTopic, seal({ ...programAt(eve + 1, []), items: 'none' })),
      'malformed',
    ],
    [
      'of another kind than its topic',
      (w) => w.deliver({ ...policyAt(eve + 1), topic: programTopic }),
      'wrong-schema',
    ],
    [
      'of an area it does not follow',
      (w) => w.deliver({ ...programAt(eve + 1, []), topic: topics.program('07891.20200101') }),
      'not-followed',
    ],
    ['that is too large to check', (w) => w.deliverRaw(programTopic, 'x'.repeat(4_000_001)), 'too-large'],
    ['that the root should have signed', (w) => w.deliver(keysAt(eve + 1), 'k1'), 'unknown-key'],
  ];

  it.each(cases)('%s', (_name, deliver, reason) => {
    deliver(world);
    world.advance(3_000);
    expect(refusals(world).map((one) => one.reason)).toContain(reason);
    expect(heldVersion(world)).toBe(eve);
    world.advanceTo(morning + hour);
    expect(world.heard.map((one) => one.itemId)).toEqual(['a']);
  });

  it('quietly when it is the one held, however often it comes', () => {
    const effects = world.effects.length;
    const jws = world.state().held.get(programTopic)?.jws ?? '';
    for (let turn = 0; turn < 5; turn += 1) world.deliverRaw(programTopic, jws);
    expect(world.effects.slice(effects).filter((one) => one.type === 'verify')).toEqual([]);
    world.deliverRaw(programTopic, '');
    expect(refusals(world)).toEqual([]);
  });

  it('with proof of the higher version when the controller has fallen behind', () => {
    world.deliver(programAt(eve - 1, []));
    world.advance(3_000);
    const proof = reports(world).flatMap((report) => report.newer);
    expect(proof).toEqual([world.state().held.get(programTopic)?.jws]);
    const report = reports(world).at(-1);
    expect(report?.versions.program).toBe(eve);
  });

  it('on a topic of another device, without a word', () => {
    const before = world.effects.length;
    world.deliverRaw(topics.config('dev-2'), 'anything');
    expect(world.effects).toHaveLength(before);
  });
});

describe('keys', () => {
  it('that are revoked take the voice of everything they signed, and a new epoch may count anew', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)], { version: 9_000_000_000_000_000 }));
    world.advanceTo(morning + minute);
    const [first] = keysAt(eve).keys;
    if (!first) throw new Error('No key');
    const k2 = { ...first, kid: 'k2' };
    world.deliver(keysAt(eve, { keys: [{ ...first, revokedAt: morning }, k2] }), 'root');
    world.advance(100);
    expect(world.heard[0]?.to).toBeLessThan(morning + minute + 100);
    expect(world.state().held.get(programTopic)).toBeUndefined();
    world.deliver(configAt(eve, {}), 'k2');
    world.deliver(programAt(morning, [itemAt('b', morning + 10 * minute)]), 'k2');
    world.advanceTo(morning + hour);
    expect(world.heard.map((one) => one.itemId)).toEqual(['a', 'b']);
  });

  it('that are revoked take the place with them: the areas are left, and followed anew with the next config', () => {
    const world = readyDevice();
    const [first] = keysAt(eve).keys;
    if (!first) throw new Error('No key');
    const keys = [
      { ...first, revokedAt: eve },
      { ...first, kid: 'k2' },
    ];
    world.deliver(keysAt(eve, { keys }), 'root');
    world.advance(100);
    expect(world.state().config).toBeNull();
    expect(subscriptions(world.state())).not.toContain(programTopic);
    world.deliver(configAt(eve), 'k2');
    world.advance(100);
    expect(subscriptions(world.state())).toContain(programTopic);
  });

  it('that never come leave room for few documents, however many areas the broker makes up', () => {
    const world = createDeviceWorld({ startAt: eve });
    world.boot();
    world.connect();
    for (let n = 0; n < 500; n += 1) {
      world.deliver(programAt(eve, [], { topic: topics.program(`${10_000 + n}.20200101`) }));
    }
    world.deliver(configAt(eve - day));
    expect(world.state().undecided.size).toBeLessThan(20);
    expect(world.state().undecided.has(topics.config('dev-1'))).toBe(true);
  });

  it.each([{ cuts: false }, { cuts: true }])(
    'vouch for nothing new after their lifetime with power, however often the clock is turned back: %o',
    ({ cuts }) => {
      const world = readyDevice();
      const issuedAt = eve;
      world.deliver(keysAt(issuedAt, { expiresAt: issuedAt + 10 * day }), 'root');
      world.advance(100);
      const deliver = (version: number): number | undefined => {
        world.deliver(programAt(version, [], { issuedAt, expiresAt: issuedAt + 10 * day }));
        world.advance(1_000);
        return heldVersion(world);
      };
      for (let days = 1; days <= 9; days += 1) {
        world.advanceTo(eve + days * day);
        world.knobs.timeShiftMs = -days * day;
        if (cuts) world.powerCut();
        if (cuts) world.boot();
        if (cuts) world.connect();
        world.advance(hour);
      }
      expect(world.state().clock.proof).not.toBeNull();
      expect(deliver(eve + 1)).toBe(eve + 1);
      world.advanceTo(eve + 11 * day);
      expect(deliver(eve + 2)).toBe(eve + 1);
      // A list of today vouches again, and for the right time.
      world.knobs.timeShiftMs = 0;
      world.deliver(keysAt(eve + 11 * day, { expiresAt: eve + 21 * day }), 'root');
      world.advance(hour);
      world.deliver(programAt(eve + 11 * day, []));
      world.advance(1_000);
      expect(heldVersion(world)).toBe(eve + 11 * day);
    },
  );

  it('are refused that believe again what was revoked, with the list that is held as proof', () => {
    const world = readyDevice();
    const [first] = keysAt(eve).keys;
    if (!first) throw new Error('No key');
    const k2 = { ...first, kid: 'k2' };
    world.deliver(keysAt(eve, { keys: [{ ...first, revokedAt: eve }, k2] }), 'root');
    world.advance(100);
    world.deliver(keysAt(eve + minute, { keys: [first, k2] }), 'root');
    world.advance(3_000);
    expect(refusals(world)).toContainEqual({ topic: topics.keys, reason: 'forgets-revocation' });
    expect(reports(world).at(-1)?.newer).toEqual([world.state().held.get(topics.keys)?.jws]);
    expect(reports(world).at(-1)?.versions.keys).toBe(eve);
    // A list that leaves the key out believes it no more than one that names it as revoked.
    world.deliver(keysAt(eve + 2 * minute, { keys: [k2] }), 'root');
    world.advance(3_000);
    expect(reports(world).at(-1)?.versions.keys).toBe(eve + 2 * minute);
  });

  it('that come later than what they signed still give it its voice', () => {
    const world = createDeviceWorld({ startAt: eve });
    world.boot();
    world.connect();
    world.advance(100);
    world.deliver(configAt(eve - day));
    world.advance(100);
    expect(world.state().config).toBeNull();
    world.deliver(keysAt(eve - day), 'root');
    world.advance(100);
    expect(world.state().config?.clusterId).toBe('cluster-1');
    expect(refusals(world)).toEqual([]);
  });

  it('past their end vouch for nothing new, while what is held plays on, also after a reboot', () => {
    const world = readyDevice();
    world.deliver(keysAt(eve, { expiresAt: eve + minute }), 'root');
    world.advance(100);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advance(2 * minute);
    world.deliver(programAt(eve + 1, []));
    world.advance(100);
    expect(heldVersion(world)).toBe(eve);
    world.powerCut();
    world.boot();
    world.advanceTo(morning + hour);
    expect(world.heard.map((one) => one.itemId)).toEqual(['a']);
  });
});

it('asks for everything it needs again after a reboot, but checks its disk first', () => {
  const world = readyDevice();
  world.deliver(programAt(eve, [itemAt('a', morning)]));
  world.deliver(announcementsAt(eve, []));
  world.advance(3_000);
  world.powerCut();
  world.boot();
  expect(heldVersion(world)).toBeUndefined();
  world.advance(100);
  expect(heldVersion(world)).toBe(eve);
  expect(world.state().held.size).toBe(4);
});

it('does not believe a disk that somebody has written on', () => {
  const world = readyDevice();
  world.deliver(programAt(eve, [itemAt('a', morning)]));
  world.advance(3_000);
  world.powerCut();
  const disk = world.savedDisk();
  const forged = seal(programAt(eve + 5, [itemAt('evil', morning)]), 'k1', true);
  world.dispatch({
    type: 'booted',
    disk: { ...disk, documents: { ...disk.documents, [programTopic]: forged } },
    clockKept: true,
    freshSpoolId: 'spool-2',
  });
  world.advanceTo(morning + hour);
  expect(world.heard).toEqual([]);
});
