import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Announcement, ProgramItem } from '#protocol';
import {
  announcementsAt,
  configAt,
  emergencyAt,
  itemAt,
  keysAt,
  morning,
  programAt,
  sha,
} from '../../../support/device-documents.ts';
import { createDeviceWorld, type DeviceWorld } from '../../../support/device-world.ts';
import type { Heard } from '../../../support/world-amplifier.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const eve = morning - 60 * minute;
const end = morning + 60 * minute;
/** A device needs a moment to read its disk, and reports a start to the millisecond. */
const moment = 300;

const letters = ['a', 'b', 'c', 'd', 'f'];
/** Each audio is as long as the slots that name it. */
const lengthOf = (n: number) => (n + 1) * 2 * minute;
const assets = {
  ...Object.fromEntries(letters.map((one, n) => [sha(one), { sizeBytes: 10, durationMs: lengthOf(n) }])),
  [sha('e')]: { sizeBytes: 10, durationMs: 10 * second },
};

const anyItems = fc
  .array(
    fc.record({
      offsetS: fc.integer({ min: 0, max: 2_400 }),
      slackS: fc.integer({ min: 0, max: 600 }),
      class: fc.constantFrom('normal' as const, 'priority' as const),
      order: fc.integer({ min: 0, max: 2 }),
      resume: fc.constantFrom('resume' as const, 'skip' as const, 'restart' as const),
      asset: fc.nat({ max: letters.length - 1 }),
    }),
    { maxLength: 6 },
  )
  .map((drafts) =>
    drafts.map(({ offsetS, slackS, asset, ...rest }, n): ProgramItem => {
      const startAt = morning + offsetS * second;
      const endAt = startAt + lengthOf(asset);
      const source = { kind: 'asset', sha256: sha(letters[asset] ?? 'a') } as const;
      const latestEndAt = endAt + slackS * second;
      return itemAt(`item-${n}`, startAt, { ...rest, late: 'join', endAt, latestEndAt, source });
    }),
  );

const anyAnnouncements: fc.Arbitrary<Announcement[]> = fc
  .tuple(
    fc.array(
      fc.record({
        offsetS: fc.integer({ min: 0, max: 3_000 }),
        lengthS: fc.integer({ min: 1, max: 400 }),
        repeat: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 4 }),
  )
  .map(([alarms, stopS]) => {
    const emergencies: Announcement[] = alarms.map(({ offsetS, lengthS, repeat }, n) => ({
      ...emergencyAt(`alarm-${n}`, morning + offsetS * second, lengthS * second),
      repeat,
    }));
    if (stopS === null) return emergencies;
    const startAt = morning + stopS * second;
    return [...emergencies, { kind: 'stop', id: 'stop', title: 'Dừng', startAt, targetSet: 'all' }];
  });

const setUp = (items: ProgramItem[], announcements: Announcement[]): DeviceWorld => {
  const world = createDeviceWorld({ startAt: eve, ownOffsetMs: -987_654 });
  world.boot();
  world.connect();
  world.deliver(keysAt(eve - day), 'root');
  world.advance(100);
  world.deliver(configAt(eve - day));
  world.advance(100);
  world.deliver(programAt(eve, items, { assets }));
  world.deliver(announcementsAt(eve, announcements, { assets }));
  world.advance(minute);
  return world;
};

const heardFrom = (heard: readonly Heard[], t: number) =>
  heard
    .map((one) => ({
      ...one,
      from: Math.max(one.from, t),
      positionMs: one.positionMs + Math.max(0, t - one.from),
    }))
    .filter((one) => one.to - one.from > moment)
    .sort((a, b) => a.from - b.from)
    .map(({ itemId, from, to, positionMs }) => ({ itemId, from, to, positionMs }));

const expectAlike = (late: ReturnType<typeof heardFrom>, always: ReturnType<typeof heardFrom>): void => {
  expect(late.map((one) => one.itemId)).toEqual(always.map((one) => one.itemId));
  for (const [n, one] of late.entries()) {
    const other = always[n];
    expect(Math.abs(one.from - (other?.from ?? 0))).toBeLessThan(moment);
    expect(Math.abs(one.to - (other?.to ?? 0))).toBeLessThan(moment);
    expect(Math.abs(one.from - one.positionMs - (other?.from ?? 0) + (other?.positionMs ?? 0))).toBeLessThan(
      moment,
    );
  }
};

describe('a device that joins late', { timeout: 60_000 }, () => {
  it('after a power cut sounds from then on what one that was always on sounds', () => {
    fc.assert(
      fc.property(
        anyItems,
        anyAnnouncements,
        fc.integer({ min: -300, max: 3_500 }),
        fc.integer({ min: 1, max: 2_000 }),
        (items, announcements, offS, forS) => {
          const always = setUp(items, announcements);
          always.advanceTo(end);
          const late = setUp(items, announcements);
          late.advanceTo(morning + offS * second);
          late.powerCut();
          const backAt = Math.min(end - minute, morning + (offS + forS) * second);
          late.advanceTo(backAt);
          late.boot();
          late.connect();
          late.advanceTo(end);
          expectAlike(heardFrom(late.heard, backAt + moment), heardFrom(always.heard, backAt + moment));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('a moment before a higher class takes over lets it take over in time', () => {
    const at = morning + 10 * minute;
    const running = itemAt('running', at - minute, { endAt: at + minute });
    const higher = itemAt('higher', at, { class: 'priority', endAt: at + 2 * minute });
    const late = setUp([running, higher], []);
    late.powerCut();
    late.advanceTo(at - second);
    late.boot();
    late.advanceTo(end);
    const heard = heardFrom(late.heard, at - second);
    expect(heard.map(({ itemId }) => itemId)).toEqual(['running', 'higher']);
    expect(heard[1]?.from).toBeCloseTo(at, -1);
    expect(heard[1]?.positionMs).toBe(0);
  });

  it('as a new device that first hears of anything then does so too', () => {
    fc.assert(
      fc.property(
        anyItems,
        anyAnnouncements,
        fc.integer({ min: 0, max: 3_000 }),
        (items, announcements, atS) => {
          const always = setUp(items, announcements);
          always.advanceTo(end);
          const bornAt = morning + atS * second;
          const late = createDeviceWorld({ startAt: bornAt, ownOffsetMs: 4_321 });
          late.boot();
          late.connect();
          late.deliver(keysAt(eve - day), 'root');
          late.advance(50);
          late.deliver(configAt(eve - day));
          late.advance(50);
          late.deliver(programAt(eve, items, { assets }));
          late.deliver(announcementsAt(eve, announcements, { assets }));
          late.advanceTo(end);
          const joined = bornAt + 2 * moment;
          expectAlike(heardFrom(late.heard, joined), heardFrom(always.heard, joined));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('sounds the same after announcements were ended early and stops lifted, as long as they stay listed', () => {
    const anyOrders = fc.array(
      fc.record({
        isStop: fc.boolean(),
        atS: fc.integer({ min: 0, max: 2_000 }),
        forS: fc.integer({ min: 1, max: 600 }),
        endsAfterS: fc.integer({ min: 1, max: 900 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    type Order = Readonly<{ isStop: boolean; atS: number; forS: number; endsAfterS: number }>;
    /** What the controller lists at an instant: what has been ordered, with the end that it was given since. */
    const listedAt = (orders: readonly Order[], t: number): Announcement[] =>
      orders.flatMap(({ isStop, atS, forS, endsAfterS }, n): Announcement[] => {
        const startAt = morning + atS * second;
        const endedAt = startAt + endsAfterS * second;
        if (startAt > t) return [];
        const title = 'Dừng';
        const stop = { kind: 'stop', id: `stop-${n}`, title, startAt, targetSet: 'all' } as const;
        if (isStop) return [t >= endedAt ? { ...stop, endAt: endedAt } : stop];
        const alarm = emergencyAt(`alarm-${n}`, startAt, forS * second);
        return [t >= endedAt && endedAt < alarm.endAt ? { ...alarm, endAt: endedAt } : alarm];
      });
    // A restarted item may lie past the slot that an older document gave it: who wakes between the two with
    // that one on its disk has concluded it.
    const anyLasting = anyItems.map((items) =>
      items.map((item): ProgramItem => (item.resume === 'restart' ? { ...item, resume: 'resume' } : item)),
    );
    fc.assert(
      fc.property(anyLasting, anyOrders, fc.integer({ min: 0, max: 3_500 }), (items, orders, joinS) => {
        const edges = orders.flatMap(({ atS, endsAfterS }) => [atS, atS + endsAfterS]);
        const changes = [...new Set(edges)].sort((a, b) => a - b).map((s) => morning + s * second);
        const always = setUp(items, []);
        for (const [n, at] of changes.entries()) {
          always.advanceTo(at);
          always.deliver(announcementsAt(eve + 1_000 + n, listedAt(orders, at), { assets }));
        }
        always.advanceTo(end);
        const bornAt = morning + joinS * second;
        const late = setUp(items, []);
        late.powerCut();
        late.advanceTo(bornAt);
        late.boot();
        late.connect();
        late.advance(20);
        late.deliver(announcementsAt(eve + 500, listedAt(orders, bornAt), { assets }));
        for (const [n, at] of changes.entries()) {
          if (at <= bornAt) continue;
          late.advanceTo(at);
          late.deliver(announcementsAt(eve + 1_000 + n, listedAt(orders, at), { assets }));
        }
        late.advanceTo(end);
        const joined = bornAt + 2 * moment;
        expectAlike(heardFrom(late.heard, joined), heardFrom(always.heard, joined));
      }),
      { numRuns: 50 },
    );
  });
});
