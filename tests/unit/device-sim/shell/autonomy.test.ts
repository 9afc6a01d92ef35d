import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlayEvent, ProgramItem } from '#protocol';
import { itemAt, morning, policyAt, programAt } from '../../../support/device-documents.ts';
import type { Sounded } from '../../../support/shell-life.ts';
import { createShellWorld, type ShellWorld } from '../../../support/shell-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const eve = morning - 6 * hour;
const expiresAt = eve + 9 * day;

/** Each audio by its length in minutes. */
const lengths = [5, 3, 4, 6];
const audio = lengths.map((minutes) => Buffer.from(`${minutes} minutes of sound`.repeat(200)));

let world: ShellWorld;
let hashes: string[];
beforeEach(async () => {
  // A crystal that is fast within what the device allows for: 26 s in nine days.
  world = await createShellWorld({ startAt: eve, driftPpm: 33 });
  hashes = audio.map((bytes) => world.addMedia(bytes));
});
afterEach(() => world.stop());

/** Two sessions a day for ten days: 05:00 with three items, 17:00 with two. */
const items = (): ProgramItem[] => {
  const slots = [
    { offset: 0, which: [0, 1, 2] },
    { offset: 12 * hour, which: [3, 0] },
  ];
  const planned: ProgramItem[] = [];
  for (let n = 0; n < 10; n += 1) {
    for (const { offset, which } of slots) {
      let startAt = morning + n * day + offset;
      for (const one of which) {
        const endAt = startAt + (lengths[one] ?? 0) * minute;
        const id = `item-${String(planned.length).padStart(2, '0')}`;
        planned.push(itemAt(id, startAt, { endAt, source: { kind: 'asset', sha256: hashes[one] ?? '' } }));
        startAt = endAt;
      }
    }
  }
  return planned;
};
const assets = () =>
  Object.fromEntries(
    hashes.map((sha256, n) => [
      sha256,
      { sizeBytes: audio[n]?.length ?? 1, durationMs: (lengths[n] ?? 0) * minute },
    ]),
  );

/** Everything delivered, everything fetched; then broker, controller and media are gone. */
const leaveAlone = async (): Promise<ProgramItem[]> => {
  const planned = items();
  await world.powerOn();
  await world.sendConfig();
  await world.send(
    policyAt(eve, {
      expiresAt,
      allowed: Array.from({ length: 12 }, (_, n) => ({
        startAt: morning + n * day,
        endAt: morning + n * day + 16 * hour,
      })),
    }),
  );
  await world.send(programAt(eve, planned, { expiresAt, assets: assets() }));
  await world.advanceTo(eve + 10 * minute);
  expect([...world.device().state().cached].sort()).toEqual([...hashes].sort());
  world.goOffline();
  return planned;
};

const comeBack = async (): Promise<Map<string, Extract<PlayEvent, { type: 'ended' }>>> => {
  await world.goOnline();
  await world.advanceTo(world.now() + 2 * minute);
  expect(world.failures).toEqual([]);
  expect(world.contradictions).toEqual([]);
  const seqs = [...world.events.keys()].sort((a, b) => a - b);
  expect(seqs).toEqual(seqs.map((_, n) => n + 1));
  const ended = [...world.events.values()].flatMap((event) => (event.type === 'ended' ? [event] : []));
  expect(new Set(ended.map(({ itemId }) => itemId)).size).toBe(ended.length);
  return new Map(ended.map((event) => [event.itemId, event]));
};

/** Six hours of drift are 0.7 s. */
const about = (expected: number) => (found: number) => Math.abs(found - expected) < second;

const of = (heard: readonly Sounded[], item: ProgramItem | undefined) =>
  heard.filter(({ itemId }) => itemId === item?.id);

// Seven days of a real shell with real files take a few seconds.
describe('a loudspeaker alone with its disk', { timeout: 60_000 }, () => {
  it('plays seven days of program at their instants, over nights without power, then falls silent and says why', async () => {
    const planned = await leaveAlone();
    for (let n = 0; n < 7; n += 1) {
      // Power goes at a different hour of each night, and by day between the sessions.
      for (const [at, forMs] of [
        [morning + n * day + (7 + n / 2) * hour, 20 * minute],
        [morning + n * day + (15 + n / 3) * hour, 3 * hour],
      ] as const) {
        await world.advanceTo(at);
        await world.powerCut();
        await world.advanceTo(at + forMs);
        await world.powerOn();
      }
    }
    const week = morning + 7 * day;
    await world.advanceTo(week - hour);
    const heard = world.heard();
    const meant = planned.filter(({ startAt }) => startAt < week - hour);
    expect(meant).toHaveLength(35);
    expect(heard.map(({ itemId }) => itemId)).toEqual(meant.map(({ id }) => id));
    expect(heard.every(({ isRight }) => isRight)).toBe(true);
    for (const [n, item] of meant.entries()) {
      const one = heard[n];
      // Seven days of drift, and no more of it than the device itself admits.
      const errorMs = 50e-6 * (item.startAt - eve) + 100;
      expect(Math.abs((one?.from ?? 0) - item.startAt)).toBeLessThanOrEqual(errorMs);
      expect(Math.abs((one?.to ?? 0) - (one?.from ?? 0) - (item.endAt - item.startAt))).toBeLessThan(100);
    }

    await world.advanceTo(expiresAt + 3 * day);
    expect(Math.max(...world.heard().map(({ to }) => to))).toBeLessThanOrEqual(expiresAt + 30 * second);
    const ended = await comeBack();
    for (const item of planned) {
      const event = ended.get(item.id);
      if (item.startAt >= expiresAt) expect(event).toMatchObject({ outcome: 'missed', reason: 'expired' });
      else {
        expect(event).toMatchObject({ outcome: 'played', reason: null });
        const began = of(world.heard(), item)[0]?.from ?? 0;
        // The bound that it reports covers what it was off.
        expect(Math.abs(began - item.startAt)).toBeLessThanOrEqual((event?.clockErrorMs ?? 0) + 100);
      }
    }
    expect(world.states.flatMap(({ refused }) => refused)).toContainEqual(
      expect.objectContaining({ reason: 'expired' }),
    );
  });

  it('goes on in the middle of an item after a power cut, and misses what lay within it', async () => {
    const planned = await leaveAlone();
    const [first, second, third, evening] = planned;
    await world.advanceTo(morning + 2 * minute);
    await world.powerCut();
    await world.advanceTo(morning + 3 * minute);
    await world.powerOn();
    await world.advanceTo(morning + 6 * minute);
    await world.powerCut();
    await world.advanceTo(morning + 9 * minute);
    await world.powerOn();
    await world.advanceTo(morning + 13 * hour);

    const heard = world.heard();
    const [before, after] = of(heard, first);
    expect(of(heard, first)).toHaveLength(2);
    expect(after?.positionMs).toSatisfy(about(3 * minute));
    expect(after?.from).toSatisfy(about(morning + 3 * minute));
    expect(before?.to).toSatisfy(about(morning + 2 * minute));
    expect(of(heard, second)).toHaveLength(1);
    expect(of(heard, third)[0]?.positionMs).toSatisfy(about(minute));
    const ended = await comeBack();
    expect(ended.get(first?.id ?? '')).toMatchObject({ outcome: 'played', reason: 'power' });
    expect(ended.get(second?.id ?? '')).toMatchObject({ outcome: 'interrupted', reason: 'power' });
    expect(ended.get(third?.id ?? '')).toMatchObject({ outcome: 'played', reason: 'late-join' });
    expect(ended.get(evening?.id ?? '')).toMatchObject({ outcome: 'played', reason: null });
  });

  it('misses nothing but what the power took when it fails twenty times a day, unannounced', async () => {
    const planned = await leaveAlone();
    let at = eve + hour;
    for (let n = 0; n < 40; n += 1) {
      at += ((n * 37) % 71) * minute + 17 * second;
      await world.advanceTo(at);
      await world.powerCut({ isFlushed: n % 2 === 0 });
      at += ((n * 13) % 9) * minute + 3 * second;
      await world.advanceTo(at);
      await world.powerOn();
    }
    const until = world.now();
    await world.advanceTo(until + hour);
    const ended = await comeBack();
    const heard = world.heard();
    for (const item of planned.filter(({ endAt }) => endAt < until)) {
      const event = ended.get(item.id);
      const sounds = of(heard, item);
      expect(event).toBeDefined();
      if (event?.outcome === 'missed')
        expect(sounds.filter(({ from, to }) => to - from > second)).toEqual([]);
      else expect(sounds.length).toBeGreaterThan(0);
      expect(sounds.every(({ isRight }) => isRight)).toBe(true);
    }
    for (const [n, one] of heard.entries()) {
      expect(one.from).toBeGreaterThanOrEqual((heard[n - 1]?.to ?? 0) - 1);
    }
  });
});
