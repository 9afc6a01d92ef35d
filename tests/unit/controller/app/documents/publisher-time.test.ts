import { beforeEach, describe, expect, it, vi } from 'vitest';
import { topics } from '#protocol';
import {
  communes,
  datesFrom,
  dayMs,
  minuteMs,
  type PublishingWorld,
} from '../../../../support/publishing-world.ts';
import { usePublishingWorld } from './publishing-fixture.ts';

const fixture = usePublishingWorld();
const { started, versionOf } = fixture;
let world: PublishingWorld;
beforeEach(() => {
  world = fixture.world();
});
const [caoXa, vinhLai] = communes;

describe('time that moves on', () => {
  it('keeps at least nine days in every document, spread over the day', async () => {
    const dates = datesFrom('2026-11-20', 60);
    await world.place(dates, ['bul_a']);
    const publisher = await started();
    const issuedPerHour = new Map<number, number>();
    let least = Number.POSITIVE_INFINITY;
    for (let hour = 1; hour <= 30 * 24; hour += 1) {
      const before = world.link.published.length;
      world.clock.set(world.clock.now() + 60 * minuteMs);
      await publisher.tick();
      issuedPerHour.set(hour, world.link.published.length - before);
      for (const row of await world.store.documents.all()) {
        least = Math.min(least, row.expiresAt - world.clock.now());
      }
    }
    expect(least).toBeGreaterThanOrEqual(9 * dayMs);
    const { items, horizonEnd } = await world.program(caoXa);
    expect(horizonEnd - world.clock.now()).toBeGreaterThanOrEqual(9 * dayMs);
    const coming = items.filter((item) => item.startAt > world.clock.now());
    expect(coming.length).toBeGreaterThanOrEqual(9);
    const total = [...issuedPerHour.values()].reduce((sum, count) => sum + count, 0);
    expect(total / world.link.retained.size).toBeLessThan(61);
    expect(Math.max(...issuedPerHour.values())).toBeLessThan(world.link.retained.size);
  });

  it('is watched by the clock, once a minute', async () => {
    await started();
    world.clock.set(world.clock.now() + dayMs);
    const before = await versionOf(caoXa);
    await world.clock.advance(minuteMs);
    await vi.waitFor(async () => expect(await versionOf(caoXa)).toBeGreaterThan(before));
  });

  it('leaves an area that has ended with a signed empty program, renewed like the others', async () => {
    await world.place(datesFrom('2026-11-24', 10), ['bul_a']);
    const publisher = await started();
    expect((await world.program(caoXa)).items).toHaveLength(10);
    world.areas = world.areas.map((area) => (area.key === caoXa ? { ...area, validTo: '2026-11-24' } : area));
    world.clock.set(Date.parse('2026-11-24T00:01:00+07:00'));
    await publisher.tick();
    expect((await world.program(caoXa)).items).toEqual([]);
    expect((await world.program(vinhLai)).items.length).toBeGreaterThan(0);
    world.clock.set(world.clock.now() + dayMs);
    await publisher.tick();
    const { items, issuedAt } = await world.program(caoXa);
    expect([items, issuedAt]).toEqual([[], world.clock.now()]);
  });

  it('brings documents to a commune that has come into force', async () => {
    world.areas = world.areas.map((area) =>
      area.key === caoXa ? { ...area, validFrom: '2026-11-24' } : area,
    );
    const publisher = await started();
    expect(world.link.retained.has(topics.program(caoXa))).toBe(false);
    world.clock.set(Date.parse('2026-11-24T00:01:00+07:00'));
    await publisher.tick();
    expect(world.link.retained.has(topics.program(caoXa))).toBe(true);
  });
});
