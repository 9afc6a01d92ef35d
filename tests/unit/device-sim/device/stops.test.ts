import { describe, expect, it } from 'vitest';
import { type Announcement, topics } from '#protocol';
import {
  announcementsAt,
  configAt,
  emergencyAt,
  itemAt,
  keysAt,
  morning,
  policyAt,
  programAt,
  sha,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;
const district = '237.20200101';
const province = '25.20200101';
const zone = '07888-03.20200101';

type Items = Parameters<typeof programAt>[1];

const readyDevice = (items: Items): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, ownOffsetMs: 77_000 });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day, { zoneKey: zone, ancestorKeys: [district, province] }));
  world.advance(100);
  const assets = {
    [sha('a')]: { sizeBytes: 2_400_000, durationMs: 300_000 },
    [sha('e')]: { sizeBytes: 100_000, durationMs: 10_000 },
  };
  world.deliver(programAt(eve, items, { assets }));
  world.advance(2_000);
  return world;
};

type Stop = Extract<Announcement, { kind: 'stop' }>;
const stopAt = (startAt: number, patch: Partial<Stop> = {}): Stop => ({
  kind: 'stop',
  id: 'stop',
  title: 'Dừng tất cả loa',
  startAt,
  targetSet: 'all',
  ...patch,
});

const outcomes = (world: DeviceWorld) =>
  world.ended().map(({ itemId, outcome, reason }) => [itemId, outcome, reason]);

describe('a stop', () => {
  it('silences at once what sounds and what is committed, and all that follows', () => {
    const items = [
      itemAt('a', morning),
      itemAt('b', morning + 5 * minute),
      itemAt('c', morning + 10 * minute),
    ];
    const world = readyDevice(items);
    const startAt = morning + 5 * minute - 2 * second;
    world.advanceTo(startAt);
    expect(world.state().sounds).toHaveLength(2);
    world.deliver(announcementsAt(startAt, [stopAt(startAt)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toHaveLength(1);
    expect(world.heard[0]?.to).toBeLessThan(startAt + 5);
    expect(outcomes(world)).toEqual([
      ['a', 'interrupted', 'stop'],
      ['b', 'skipped', 'stop'],
      ['c', 'skipped', 'stop'],
    ]);
  });

  it('silences at once what was about to give way anyway', () => {
    const items = [itemAt('a', morning), itemAt('p', morning + minute, { class: 'priority' })];
    const world = readyDevice(items);
    const startAt = morning + minute - 3 * second;
    world.advanceTo(startAt);
    expect(world.state().sounds[0]?.stop).not.toBeNull();
    world.deliver(announcementsAt(startAt, [stopAt(startAt)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toHaveLength(1);
    expect(world.heard[0]?.to).toBeLessThan(startAt + 5);
  });

  it('outranks an emergency that sounds, and one that begins, until it is lifted', () => {
    const world = readyDevice([]);
    world.advanceTo(morning);
    const emergency = emergencyAt('e', morning, 10 * minute);
    const later = emergencyAt('later', morning + 3 * minute, minute);
    world.deliver(announcementsAt(eve, [emergency, later]));
    world.advanceTo(morning + 2 * minute);
    const stop = stopAt(morning + 2 * minute);
    world.deliver(announcementsAt(eve + 1, [emergency, later, stop]));
    world.advanceTo(morning + 6 * minute);
    expect(world.heard).toHaveLength(1);
    const lifted = { ...stop, endAt: morning + 6 * minute };
    world.deliver(announcementsAt(eve + 2, [emergency, later, lifted]));
    world.advanceTo(morning + hour);
    // The emergency is still due, at the place where it would have been.
    expect(world.heard.map(({ itemId, positionMs }) => [itemId, Math.round(positionMs / second)])).toEqual([
      ['e', 0],
      ['e', 360],
    ]);
    expect(outcomes(world)).toEqual([
      ['later', 'skipped', 'stop'],
      ['e', 'played', 'resumed'],
    ]);
  });

  it.each([
    ['a lift that gives it an end', (at: number) => [stopAt(morning + minute, { endAt: at })]],
    ['a lift that no longer lists it', () => []],
  ])('ends with %s, and what is due resumes', (_, announcementsAfter) => {
    const world = readyDevice([itemAt('a', morning), itemAt('b', morning + 5 * minute)]);
    world.deliver(announcementsAt(eve, [stopAt(morning + minute)]));
    world.advanceTo(morning + 3 * minute);
    world.deliver(announcementsAt(eve + 1, announcementsAfter(morning + 3 * minute)));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ itemId, positionMs }) => [itemId, Math.round(positionMs / second)])).toEqual([
      ['a', 0],
      ['a', 180],
      ['b', 0],
    ]);
    expect(outcomes(world)).toEqual([
      ['a', 'played', 'resumed'],
      ['b', 'played', null],
    ]);
  });

  it('that has been lifted gives nothing back to an item that may not resume', () => {
    const world = readyDevice([itemAt('a', morning, { resume: 'skip' })]);
    world.deliver(announcementsAt(eve, [stopAt(morning + minute)]));
    world.advanceTo(morning + 2 * minute);
    const lifted = stopAt(morning + minute, { endAt: morning + 2 * minute });
    world.deliver(announcementsAt(eve + 1, [lifted]));
    world.advanceTo(morning + hour);
    expect(world.heard).toHaveLength(1);
    expect(outcomes(world)).toEqual([['a', 'interrupted', 'stop']]);
  });

  it('holds without network, across power cuts and past the end of its document', () => {
    const items = [0, 1, 2].map((n) => itemAt(`day-${n}`, morning + n * day));
    const world = readyDevice(items);
    world.deliver(announcementsAt(eve, [stopAt(eve)], { expiresAt: morning - minute }));
    world.advance(10 * second);
    world.disconnect();
    for (const n of [0, 1, 2]) {
      world.advanceTo(morning + n * day - 10 * second);
      world.powerCut();
      world.advance(5 * second);
      world.boot();
    }
    world.advanceTo(morning + 2 * day + hour);
    expect(world.heard).toEqual([]);
    expect(outcomes(world)).toEqual(items.map(({ id }) => [id, 'skipped', 'stop']));
  });

  it.each([
    { isOff: false, forbids: 'stop' },
    { isOff: true, forbids: 'stop' },
    { isOff: false, forbids: 'policy' },
    { isOff: true, forbids: 'policy' },
  ])('is silence still when its key is revoked, until it is issued anew: %o', ({ isOff, forbids }) => {
    const world = readyDevice([]);
    const [k1] = keysAt(eve - day).keys;
    if (!k1) throw new Error('No key');
    const k2 = { ...k1, kid: 'k2' };
    const isStop = forbids === 'stop';
    world.deliver(keysAt(eve - day + 1, { keys: [k1, k2] }), 'root');
    world.advance(100);
    world.deliver(configAt(eve, { ancestorKeys: [district, province] }), 'k2');
    world.deliver(programAt(eve + 1, [itemAt('a', morning), itemAt('b', morning + hour)]), 'k2');
    world.deliver(isStop ? announcementsAt(eve, [stopAt(eve)]) : policyAt(eve, { allowed: [] }));
    world.advance(10 * second);
    world.deliver(keysAt(eve, { keys: [{ ...k1, revokedAt: eve }, k2] }), 'root');
    world.advance(10 * second);
    if (isOff) {
      world.powerCut();
      world.boot();
    }
    world.advanceTo(morning + 30 * minute);
    expect(world.heard).toEqual([]);
    const allowed = [{ startAt: morning, endAt: morning + 2 * hour }];
    // Of another key another epoch begins, and any version counts.
    world.deliver(isStop ? announcementsAt(eve - hour, []) : policyAt(eve - hour, { allowed }), 'k2');
    world.advanceTo(morning + 2 * hour);
    expect(outcomes(world)).toEqual([
      ['a', 'skipped', 'key-not-valid'],
      ['b', 'played', null],
    ]);
  });

  it('reaches a device that was away, before it could sound what it holds', () => {
    const world = readyDevice([itemAt('a', morning)]);
    world.disconnect();
    world.advanceTo(morning + minute);
    expect(world.state().sounds).toHaveLength(1);
    world.connect();
    world.deliver(announcementsAt(morning, [stopAt(morning - minute)]));
    world.advanceTo(morning + hour);
    expect(world.heard[0]?.to).toBeLessThan(morning + minute + 50);
    expect(outcomes(world)).toEqual([['a', 'interrupted', 'stop']]);
  });

  it.each([
    ['of the cluster', { clusterIds: ['cluster-1'], zoneKeys: [] }, null, true],
    ['of the zone', { clusterIds: [], zoneKeys: [zone] }, null, true],
    ['of the commune', { all: true as const }, null, true],
    ['of the district', { all: true as const }, district, true],
    ['of the province', { all: true as const }, province, true],
    ['of another cluster', { clusterIds: ['cluster-2'], zoneKeys: [] }, null, false],
    ['of another zone', { clusterIds: [], zoneKeys: ['07888-04.20200101'] }, null, false],
  ])('%s silences whom it is meant for', (_, targetSet, areaKey, isMeant) => {
    const world = readyDevice([itemAt('a', morning)]);
    const where = areaKey === null ? {} : { areaKey, topic: topics.announcements(areaKey) };
    world.deliver(announcementsAt(eve, [stopAt(eve)], { targetSets: { all: targetSet }, ...where }));
    world.advanceTo(morning + hour);
    expect(world.heard).toHaveLength(isMeant ? 0 : 1);
  });

  it('of one level holds when that of another is lifted', () => {
    const world = readyDevice([itemAt('a', morning), itemAt('b', morning + 10 * minute)]);
    const above = { areaKey: province, topic: topics.announcements(province) };
    world.deliver(announcementsAt(eve, [stopAt(eve)]));
    world.deliver(announcementsAt(eve, [stopAt(eve, { id: 'stop-2' })], above));
    world.advanceTo(morning - minute);
    world.deliver(announcementsAt(eve + 1, [stopAt(eve, { endAt: morning - minute })]));
    world.advanceTo(morning + 6 * minute);
    expect(world.heard).toEqual([]);
    world.deliver(announcementsAt(eve + 1, [stopAt(eve, { id: 'stop-2', endAt: morning })], above));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ itemId }) => itemId)).toEqual(['b']);
  });

  it('makes no event of its own', () => {
    const world = readyDevice([]);
    world.deliver(announcementsAt(eve, [stopAt(eve, { endAt: morning })]));
    world.advanceTo(morning + hour);
    expect(world.spool()).toEqual([]);
  });
});
