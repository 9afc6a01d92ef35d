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
const province = '25.20200101';

/** Powered, connected, configured, with the clock set. */
const readyDevice = (startAt = eve, patch: Parameters<typeof configAt>[1] = {}): DeviceWorld => {
  const world = createDeviceWorld({ startAt, ownOffsetMs: -3_456_789 });
  world.boot();
  world.connect();
  world.deliver(keysAt(startAt - day), 'root');
  world.advance(100);
  world.deliver(configAt(startAt - day, { ancestorKeys: [province], ...patch }));
  world.advance(100);
  return world;
};

/** Holds a clip for emergencies, as programs preload it, and plays `items`. */
const withProgram = (world: DeviceWorld, items: Parameters<typeof programAt>[1] = []): DeviceWorld => {
  const assets = {
    [sha('a')]: { sizeBytes: 2_400_000, durationMs: 300_000 },
    [sha('e')]: { sizeBytes: 100_000, durationMs: 10_000 },
  };
  world.deliver(programAt(eve, items, { assets }));
  world.advance(2_000);
  return world;
};

const heard = (world: DeviceWorld) =>
  world.heard.map(({ itemId, positionMs }) => [itemId, Math.round(positionMs / second)]);
const outcomes = (world: DeviceWorld) =>
  world.ended().map(({ itemId, outcome, reason }) => [itemId, outcome, reason]);

describe('an emergency', () => {
  it('whose start is past sounds at once, where it would have come to', () => {
    const world = withProgram(readyDevice());
    world.advanceTo(morning);
    world.deliver(announcementsAt(morning, [emergencyAt('e', morning - 23 * second, minute)]));
    world.advance(5);
    expect(world.state().sounds).toHaveLength(1);
    world.advanceTo(morning + hour);
    expect(heard(world)).toEqual([['e', 23]]);
    expect(world.heard[0]?.from).toBeLessThan(morning + 3);
    expect(world.heard[0]?.to).toBeCloseTo(morning + 37 * second, -1.5);
    // The clip of ten seconds is in its third round.
    expect(Math.round((world.started()[0]?.positionMs ?? 0) / second)).toBe(3);
    expect(outcomes(world)).toEqual([['e', 'played', 'late-join']]);
  });

  it('repeats until its end, or sounds once', () => {
    const world = withProgram(readyDevice());
    world.advanceTo(morning);
    const once = { ...emergencyAt('once', morning + 5 * minute, 2 * minute), repeat: false };
    world.deliver(announcementsAt(morning, [emergencyAt('again', morning, 2 * minute), once]));
    world.advanceTo(morning + hour);
    expect(world.heard.map(({ itemId, loop, from, to }) => [itemId, loop, Math.round(to - from)])).toEqual([
      ['again', true, expect.closeTo(2 * minute, -2)],
      ['once', false, 10 * second],
    ]);
    expect(world.ended().map(({ outcome }) => outcome)).toEqual(['played', 'played']);
  });

  it('takes over what sounds, and what has been committed to sound next', () => {
    const items = [itemAt('a', morning), itemAt('b', morning + 5 * minute)];
    const world = withProgram(readyDevice(), items);
    const startAt = morning + 5 * minute - 3 * second;
    world.advanceTo(startAt);
    expect(world.state().sounds.map(({ itemId }) => itemId)).toEqual(['a', 'b']);
    world.deliver(announcementsAt(startAt, [emergencyAt('e', startAt, minute)]));
    world.advanceTo(morning + hour);
    expect(heard(world)).toEqual([
      ['a', 0],
      ['e', 0],
      ['b', 57],
    ]);
    expect(world.heard[0]?.to).toBeCloseTo(world.heard[1]?.from ?? 0, 1);
    expect((world.heard[1]?.to ?? 0) - (world.heard[1]?.from ?? 0)).toBeCloseTo(minute, -2);
    expect(outcomes(world)).toEqual([
      ['a', 'interrupted', 'displaced'],
      ['e', 'played', null],
      ['b', 'played', 'late-join'],
    ]);
  });

  it.each([
    [{ resume: 'resume' as const }, [90], [['a', 'played', 'resumed']]],
    [{ resume: 'skip' as const }, [], [['a', 'interrupted', 'displaced']]],
    [{ resume: 'restart' as const, latestEndAt: morning + 10 * minute }, [0], [['a', 'played', 'resumed']]],
    [
      { resume: 'restart' as const, latestEndAt: morning + 6 * minute },
      [],
      [['a', 'interrupted', 'displaced']],
    ],
  ])('gives the loudspeaker back by the policy of the item: %o', (patch, positions, ends) => {
    const world = withProgram(readyDevice(), [itemAt('a', morning, patch)]);
    world.advanceTo(morning + minute);
    world.deliver(announcementsAt(morning, [emergencyAt('e', morning + minute, 30 * second)]));
    world.advanceTo(morning + hour);
    expect(heard(world).slice(2)).toEqual(positions.map((position) => ['a', position]));
    expect(outcomes(world).filter(([id]) => id === 'a')).toEqual(ends);
    expect(outcomes(world).filter(([id]) => id === 'e')).toEqual([['e', 'played', null]]);
  });

  it('is joined by a device that comes back, at the place of those that never left', () => {
    const items = [itemAt('a', morning)];
    const always = withProgram(readyDevice(), items);
    const away = withProgram(readyDevice(), items);
    const off = withProgram(readyDevice(), items);
    const document = announcementsAt(morning, [emergencyAt('e', morning + minute, 10 * minute)]);
    for (const world of [always, away, off]) world.advanceTo(morning + minute);
    always.deliver(document);
    away.disconnect();
    off.powerCut();
    for (const world of [always, away, off]) world.advanceTo(morning + 3 * minute);
    away.connect();
    away.deliver(document);
    off.boot();
    off.connect();
    off.advance(2 * second);
    off.deliver(document);
    for (const world of [always, away, off]) world.advanceTo(morning + hour);

    const originOf = (world: DeviceWorld) => {
      const last = world.heard.findLast(({ itemId }) => itemId === 'e');
      return (last?.from ?? 0) - (last?.positionMs ?? 0);
    };
    for (const world of [away, off]) {
      expect(Math.abs(originOf(world) - originOf(always))).toBeLessThan(20);
      expect(world.heard.at(-1)?.to).toBeCloseTo(always.heard.at(-1)?.to ?? 0, -2);
      expect(outcomes(world).filter(([id]) => id === 'e')).toEqual([['e', 'played', 'late-join']]);
    }
  });

  it('is not heard by a device that comes back after its end, which says that it missed it', () => {
    const world = withProgram(readyDevice());
    world.disconnect();
    world.advanceTo(morning + hour);
    world.connect();
    world.deliver(announcementsAt(morning, [emergencyAt('e', morning, 10 * minute)]));
    world.advance(hour);
    expect(world.heard).toEqual([]);
    expect(outcomes(world)).toEqual([['e', 'missed', 'offline']]);
  });

  it('that is ended early has been played to its end, and what it displaced goes on', () => {
    const world = withProgram(readyDevice(), [itemAt('a', morning)]);
    const emergency = emergencyAt('e', morning + minute, hour);
    world.deliver(announcementsAt(eve, [emergency]));
    world.advanceTo(morning + 2 * minute);
    world.deliver(announcementsAt(eve + 1, [{ ...emergency, endAt: morning + 2 * minute }]));
    world.advanceTo(morning + 3 * minute);
    expect(outcomes(world)).toEqual([['e', 'played', null]]);
    expect(world.ended()[0]?.playedMs).toBeCloseTo(minute, -2);
    world.advanceTo(morning + 2 * hour);
    expect(heard(world)).toEqual([
      ['a', 0],
      ['e', 0],
      ['a', 120],
    ]);
    expect(outcomes(world)).toEqual([
      ['e', 'played', null],
      ['a', 'played', 'resumed'],
    ]);
  });

  it('that is lengthened while it sounds goes on without a second end', () => {
    const world = withProgram(readyDevice());
    const emergency = emergencyAt('e', morning, minute);
    world.deliver(announcementsAt(eve, [emergency]));
    world.advanceTo(morning + 30 * second);
    world.deliver(announcementsAt(eve + 1, [{ ...emergency, endAt: morning + 3 * minute }]));
    world.advanceTo(morning + hour);
    const total = world.heard.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(total).toBeCloseTo(3 * minute, -2);
    expect(outcomes(world)).toEqual([['e', 'played', 'resumed']]);
  });

  it('that is removed while it sounds is interrupted: cancelled', () => {
    const world = withProgram(readyDevice());
    world.deliver(announcementsAt(eve, [emergencyAt('e', morning, hour)]));
    world.advanceTo(morning + minute);
    world.deliver(announcementsAt(eve + 1, []));
    world.advanceTo(morning + 2 * hour);
    expect(world.heard[0]?.to).toBeLessThan(morning + minute + 100);
    expect(outcomes(world)).toEqual([['e', 'interrupted', 'cancelled']]);
  });

  const renewed = (issuedAt: number) =>
    announcementsAt(issuedAt, [emergencyAt('e', morning, 3 * hour)], { expiresAt: issuedAt + hour });

  it.each([{ isOff: false }, { isOff: true }])(
    'goes on when what was cut for longer than its document lives comes back: %o',
    ({ isOff }) => {
      const world = withProgram(readyDevice());
      world.advanceTo(morning);
      world.deliver(renewed(morning));
      world.advanceTo(morning + 50 * minute);
      world.disconnect();
      if (isOff) world.powerCut();
      world.advanceTo(morning + 70 * minute);
      if (isOff) world.boot();
      world.connect();
      world.advance(second);
      world.deliver(renewed(morning + 65 * minute));
      world.advanceTo(morning + 80 * minute);
      expect(world.state().sounds).toHaveLength(1);
      world.deliver(renewed(morning + 120 * minute));
      world.advanceTo(morning + 4 * hour);
      expect(world.heard.at(-1)?.to).toBeCloseTo(morning + 3 * hour, -2);
      expect(outcomes(world)).toEqual([['e', 'played', 'resumed']]);
    },
  );

  it('is interrupted: expired when no newer document comes before its end', () => {
    const world = withProgram(readyDevice());
    world.advanceTo(morning);
    world.deliver(renewed(morning));
    world.advance(minute);
    world.disconnect();
    world.advanceTo(morning + 2 * hour);
    expect(world.heard.map(({ to }) => Math.round((to - morning) / minute))).toEqual([60]);
    expect(outcomes(world)).toEqual([]);
    world.advanceTo(morning + 4 * hour);
    expect(outcomes(world)).toEqual([['e', 'interrupted', 'expired']]);
  });

  it('of the province and one of the commune make one sound, the first to start goes on', () => {
    const world = withProgram(readyDevice());
    const above = { areaKey: province, topic: topics.announcements(province) };
    world.advanceTo(morning);
    world.deliver(announcementsAt(eve, [emergencyAt('commune', morning, 2 * minute)]));
    world.advance(30 * second);
    const ofProvince = emergencyAt('province', morning + 30 * second, 3 * minute);
    world.deliver(announcementsAt(eve, [ofProvince], above));
    world.advanceTo(morning + hour);
    expect(heard(world)).toEqual([
      ['commune', 0],
      ['province', 90],
    ]);
    expect(world.heard[1]?.from).toBeGreaterThanOrEqual((world.heard[0]?.to ?? 0) - 0.02);
    expect(outcomes(world).map(([id, outcome]) => [id, outcome])).toEqual([
      ['commune', 'played'],
      ['province', 'played'],
    ]);
  });
});

describe('the audio of an emergency', () => {
  it('is fetched at once, whatever the jitter and whatever else is being fetched', () => {
    const world = readyDevice(eve, { fetchJitterMs: hour });
    const of = (one: string) => ({ source: { kind: 'asset', sha256: sha(one) } as const });
    const assets = Object.fromEntries(
      ['a', 'b', 'c'].map((one) => [sha(one), { sizeBytes: 2_400_000, durationMs: 300_000 }]),
    );
    // Two are on their way and take for ever: all that is fetched side by side.
    world.knobs.fetchMs = (sha256) => (sha256 === sha('e') ? 40 : day);
    const items = ['a', 'b', 'c'].map((one, n) => itemAt(one, morning + n * 5 * minute, of(one)));
    world.deliver(programAt(eve, items, { assets }));
    world.advanceTo(morning);
    const before = world.fetches.map(({ sha256 }) => sha256);
    expect(before).toHaveLength(2);
    world.deliver(announcementsAt(morning, [emergencyAt('e', morning, minute)]));
    world.advance(5);
    expect(world.fetches.map(({ sha256 }) => sha256)).toEqual([...before, sha('e')]);
    world.advanceTo(morning + minute);
    expect(world.heard[0]).toMatchObject({ itemId: 'e' });
    expect(world.heard[0]?.from).toBeLessThan(morning + 60);
    expect(
      Math.abs((world.heard[0]?.positionMs ?? 0) - ((world.heard[0]?.from ?? 0) - morning)),
    ).toBeLessThan(20);
  });

  it('that was to be preloaded at leisure is fetched when the emergency comes', () => {
    const world = readyDevice(eve, { fetchJitterMs: day });
    const assets = { [sha('e')]: { sizeBytes: 100_000, durationMs: 10_000 } };
    world.deliver(programAt(eve, [], { assets }));
    world.advance(minute);
    expect(world.fetches).toEqual([]);
    const at = world.now();
    world.deliver(announcementsAt(at, [emergencyAt('e', at, minute)]));
    world.advance(5 * second);
    expect(world.heard.length + world.state().sounds.length).toBe(1);
  });

  it('is tried again every few seconds until the end, then no more', () => {
    const world = withProgram(readyDevice());
    const clip = { [sha('f')]: { sizeBytes: 100_000, durationMs: 10_000 } };
    const source = { kind: 'asset', sha256: sha('f') } as const;
    world.knobs.fetchFault = () => 'unreachable';
    world.advanceTo(morning);
    const emergency = { ...emergencyAt('e', morning, 5 * minute), source };
    world.deliver(announcementsAt(morning, [emergency], { assets: clip }));
    world.advanceTo(morning + 4 * minute);
    expect(world.fetches.filter(({ sha256 }) => sha256 === sha('f')).length).toBeGreaterThan(16);
    world.knobs.fetchFault = () => null;
    world.advanceTo(morning + hour);
    expect(world.heard[0]?.from).toBeLessThan(morning + 4 * minute + 16 * second);
    expect(outcomes(world)).toEqual([['e', 'played', 'late-join']]);
  });

  it('that never comes leaves the emergency missed: not cached', () => {
    const world = withProgram(readyDevice());
    world.knobs.fetchFault = () => 'not-found';
    const source = { kind: 'asset', sha256: sha('f') } as const;
    world.advanceTo(morning);
    world.deliver(announcementsAt(morning, [{ ...emergencyAt('e', morning, minute), source }]));
    world.advanceTo(morning + hour);
    expect(outcomes(world)).toEqual([['e', 'missed', 'not-cached']]);
  });
});

describe.each(['test', 'exercise', 'live'] as const)('a %s', (kind) => {
  const of = (startAt: number, lengthMs: number): Announcement => ({
    ...emergencyAt('x', startAt, lengthMs),
    kind,
  });

  it('does not sound in quiet hours, and says so once', () => {
    const night = morning - 2 * hour + 10 * minute;
    const world = withProgram(readyDevice());
    world.advanceTo(night);
    world.deliver(announcementsAt(night, [of(night, minute)]));
    world.advanceTo(morning + hour);
    expect(world.heard).toEqual([]);
    expect(outcomes(world)).toEqual([['x', 'skipped', 'quiet-hours']]);
  });

  it('is cut where the allowed window ends', () => {
    const world = withProgram(readyDevice());
    const allowed = [{ startAt: morning, endAt: morning + 30 * second }];
    world.deliver(policyAt(eve, { allowed }));
    world.deliver(announcementsAt(eve, [of(morning, minute)]));
    world.advanceTo(morning + hour);
    expect(world.heard[0]?.to).toBeCloseTo(morning + 30 * second, -1.5);
    expect(outcomes(world)).toEqual([['x', 'interrupted', 'quiet-hours']]);
  });

  it('takes over from a normal item, and waits behind one of priority', () => {
    const items = [
      itemAt('a', morning, { endAt: morning + 2 * minute }),
      itemAt('p', morning + 2 * minute, { class: 'priority' }),
    ];
    const world = withProgram(readyDevice(), items);
    world.deliver(
      announcementsAt(eve, [
        of(morning + minute, 30 * second),
        { ...of(morning + 3 * minute, 30 * second), id: 'y' },
      ]),
    );
    world.advanceTo(morning + hour);
    expect(heard(world).map(([id]) => id)).toEqual(['a', 'x', 'a', 'p']);
    expect(outcomes(world).find(([id]) => id === 'y')).toEqual(['y', 'skipped', 'displaced']);
    expect(world.ended().find(({ itemId }) => itemId === 'x')).toMatchObject({
      class: 'priority',
      outcome: 'played',
    });
  });
});

it('an exercise whose first words were missed is not heard at all', () => {
  const world = withProgram(readyDevice());
  world.advanceTo(morning + minute);
  const exercise: Announcement = { ...emergencyAt('x', morning + 50 * second, minute), kind: 'exercise' };
  world.deliver(announcementsAt(morning, [exercise]));
  world.advanceTo(morning + hour);
  expect(world.heard).toEqual([]);
  expect(outcomes(world)).toEqual([['x', 'skipped', 'late']]);
});
