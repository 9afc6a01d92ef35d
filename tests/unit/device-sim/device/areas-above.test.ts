import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { subscriptions } from '../../../../device-sim/device/link.ts';
import {
  announcementsAt,
  configAt,
  emergencyAt,
  itemAt,
  keysAt,
  morning,
  policyAt,
  programAt,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 2 * hour;
const district = '237.20200101';
const province = '25.20200101';

const readyDevice = (ancestorKeys = [district, province]): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, ownOffsetMs: 77_000 });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day, { ancestorKeys }));
  world.advance(3_000);
  return world;
};

const announcedBy = (areaKey: string, ...[issuedAt, announcements]: Parameters<typeof announcementsAt>) =>
  announcementsAt(issuedAt, announcements, { areaKey, topic: topics.announcements(areaKey) });

const versions = (world: DeviceWorld): unknown =>
  JSON.parse(JSON.stringify(world.reports().at(-1)?.payload)).versions;
const outcomes = (world: DeviceWorld) =>
  world.ended().map(({ itemId, outcome, reason }) => [itemId, outcome, reason]);

describe('of the areas above its commune a device', () => {
  it('follows the announcements and nothing else', () => {
    const followed = subscriptions(readyDevice().state());
    expect(followed).toContain(topics.announcements(district));
    expect(followed).toContain(topics.announcements(province));
    expect(followed).not.toContain(topics.program(province));
    expect(followed).not.toContain(topics.policy(province));
  });

  it('obeys an emergency, and reports what it holds by the area', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.deliver(announcedBy(province, eve + 7, [emergencyAt('e', morning + minute, minute)]));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ itemId, positionMs }) => [itemId, positionMs])).toEqual([
      ['a', 0],
      ['e', 0],
      ['a', 2 * minute],
    ]);
    expect(outcomes(world)).toEqual([
      ['e', 'played', null],
      ['a', 'played', 'resumed'],
    ]);
    expect(world.ended()[0]).toMatchObject({ class: 'emergency', programVersion: eve + 7 });
    expect(versions(world)).toMatchObject({ program: eve, [`announcements:${province}`]: eve + 7 });
    expect(versions(world)).not.toHaveProperty('announcements');
  });

  it('judges a test tone by the policy of its own commune', () => {
    const world = readyDevice();
    const tone = { ...emergencyAt('t', morning - hour, minute), kind: 'test' as const };
    world.deliver(announcedBy(province, eve, [tone]));
    world.advance(1_000);
    world.deliver(policyAt(eve, { allowed: [{ startAt: morning - hour, endAt: morning }] }));
    world.advanceTo(morning);
    expect(world.heard.map(({ itemId }) => itemId)).toEqual(['t']);
  });

  it('refuses a program, and announcements of areas that are not above it', () => {
    const world = readyDevice();
    const program = programAt(eve, [], { areaKey: province, topic: topics.program(province) });
    world.deliver(program);
    world.deliver(announcedBy('26.20200101', eve, [emergencyAt('e', morning, minute)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    const refused = world.reports().map(({ payload }) => JSON.stringify(payload));
    expect(refused.join().match(/not-followed/g)).toHaveLength(2);
  });

  it('keeps announcements across a power cut without network, and drops them after a move', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + day)]));
    const stop = { kind: 'stop', id: 's', title: 'Dừng', startAt: eve, targetSet: 'all' } as const;
    world.deliver(announcedBy(district, eve, [stop]));
    world.advance(minute);
    world.disconnect();
    world.powerCut();
    world.advance(minute);
    world.boot();
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(outcomes(world)).toEqual([['a', 'skipped', 'stop']]);

    world.connect();
    world.deliver(configAt(morning + hour, { ancestorKeys: [province] }));
    world.advanceTo(morning + day + hour);
    expect(world.state().held.has(topics.announcements(district))).toBe(false);
    expect(outcomes(world)[1]).toEqual(['b', 'played', null]);
  });

  it('falls silent when announcements are of a schema it does not know', () => {
    const world = readyDevice();
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    const later = { ...announcedBy(province, eve, []), schema: 'tt/announcements/2' };
    world.deliver(later);
    world.advanceTo(morning + hour);
    expect(outcomes(world)).toEqual([['a', 'skipped', 'unknown-schema']]);
  });

  it('answers for the same items after it has learnt of the areas above', () => {
    const world = readyDevice([]);
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + 10 * minute);
    world.deliver(configAt(eve, { ancestorKeys: [district, province] }));
    world.deliver(programAt(eve + 1, [itemAt('a', morning), itemAt('b', morning + minute)]));
    world.advance(minute);
    expect(outcomes(world)).toEqual([
      ['a', 'played', null],
      ['b', 'missed', 'offline'],
    ]);
  });
});
