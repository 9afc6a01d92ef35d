import { beforeEach, describe, expect, it } from 'vitest';
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
const from = (startAt: number, endAt = startAt + 16 * hour) => ({ allowed: [{ startAt, endAt }] });

let world: DeviceWorld;
beforeEach(() => {
  world = createDeviceWorld({ startAt: eve, ownOffsetMs: -3_456_789 });
  world.boot();
  world.connect();
  world.advance(100);
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day));
  world.advance(100);
  world.deliver(policyAt(eve, from(morning)));
  world.advance(100);
});
const outcomes = () => world.ended().map(({ itemId, outcome, reason }) => [itemId, outcome, reason]);

describe('a device whose quiet hours become longer', () => {
  it('refuses by itself what it holds and would have played, and says why', () => {
    world.deliver(programAt(eve, [itemAt('a', morning), itemAt('b', morning + hour)]));
    world.advanceTo(morning - minute);
    world.deliver(policyAt(morning - minute, from(morning + hour)));
    world.advanceTo(morning + 2 * hour);
    expect(world.heard.map(({ itemId }) => itemId)).toEqual(['b']);
    expect(outcomes()).toEqual([
      ['a', 'skipped', 'quiet-hours'],
      ['b', 'played', null],
    ]);
  });

  it('falls silent in the middle of an item that may not sound any more', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + minute);
    world.deliver(policyAt(morning + minute, from(morning + hour)));
    world.advanceTo(morning + hour);
    expect(outcomes()).toEqual([['a', 'interrupted', 'quiet-hours']]);
    expect(world.heard[0]?.to).toBeLessThan(morning + minute + 1_000);
  });

  it('ends an item where quiet hours now begin', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.advanceTo(morning + minute);
    world.deliver(policyAt(morning + minute, from(morning, morning + 2 * minute)));
    world.advanceTo(morning + hour);
    expect(outcomes()).toEqual([['a', 'interrupted', 'quiet-hours']]);
    expect(world.heard[0]?.to).toBeCloseTo(morning + 2 * minute, -1.5);
  });

  it('goes on with what has a permission in the program, and with an emergency', () => {
    const exception = {
      id: 'exc_1',
      reason: 'Bão số 5',
      approvedBy: 'Quản trị',
      until: morning + 30 * minute,
    };
    world.deliver(programAt(eve, [{ ...itemAt('a', morning), exception }]));
    world.deliver(announcementsAt(eve, [emergencyAt('e', morning + 10 * minute, 2 * minute)]));
    world.advanceTo(morning + minute);
    world.deliver(policyAt(morning + minute, { allowed: [] }));
    world.advanceTo(morning + hour);
    expect(outcomes().filter(([id]) => id === 'a')).toEqual([['a', 'played', null]]);
    expect(world.heard.some(({ itemId }) => itemId === 'e')).toBe(true);
  });

  it('takes no older policy in its place, and plays again under a newer one', () => {
    world.deliver(programAt(eve, [itemAt('a', morning)]));
    world.deliver(policyAt(eve + minute, { allowed: [] }));
    world.advance(minute);
    world.deliver(policyAt(eve + 1_000, from(morning)));
    world.advance(minute);
    world.deliver(programAt(eve + 2 * minute, [itemAt('a', morning), itemAt('b', morning + hour)]));
    world.advanceTo(morning + 10 * minute);
    expect(world.heard).toEqual([]);
    world.deliver(policyAt(morning + 10 * minute, from(morning)));
    world.advanceTo(morning + 2 * hour);
    expect(world.heard.map(({ itemId }) => itemId)).toEqual(['b']);
  });
});
