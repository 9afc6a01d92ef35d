import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlayEvent, ProgramItem } from '#protocol';
import { itemAt, morning, programAt } from '../../../support/device-documents.ts';
import type { Room } from '../../../support/full-disk.ts';
import { createShellWorld, type ShellWorld } from '../../../support/shell-world.ts';

const room = vi.hoisted<Room>(() => ({ bytes: Number.POSITIVE_INFINITY }));
vi.mock(import('node:fs'), async (importOriginal) => {
  const { onSmallDisk } = await import('../../../support/full-disk.ts');
  const real = await importOriginal();
  return { ...real, ...onSmallDisk(real, room) };
});
vi.mock(import('node:fs/promises'), async (importOriginal) => {
  const { onSmallDiskLater } = await import('../../../support/full-disk.ts');
  const real = await importOriginal();
  return { ...real, ...onSmallDiskLater(real, room) };
});

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const eve = morning - hour;
const noRoomLeft = 0;
const tidied = Number.POSITIVE_INFINITY;

let world: ShellWorld;
let hashes: string[];
const bodies = ['a', 'b', 'c'].map((name) => Buffer.from(`five minutes of ${name}`.repeat(300)));
const itemOf = (n: number): ProgramItem =>
  itemAt(`item-${n}`, morning + n * 5 * minute, { source: { kind: 'asset', sha256: hashes[n] ?? '' } });
const program = (count: number, version = eve) =>
  programAt(
    version,
    Array.from({ length: count }, (_, n) => itemOf(n)),
    {
      assets: Object.fromEntries(
        hashes
          .slice(0, count)
          .map((sha256, n) => [sha256, { sizeBytes: bodies[n]?.length ?? 1, durationMs: 5 * minute }]),
      ),
    },
  );

beforeEach(async () => {
  room.bytes = tidied;
  world = await createShellWorld({ startAt: eve });
  hashes = bodies.map((bytes) => world.addMedia(bytes));
  await world.powerOn();
  await world.sendConfig();
});
afterEach(async () => {
  room.bytes = tidied;
  await world.stop();
});

const ended = () =>
  [...world.events.values()]
    .flatMap((event: PlayEvent) => (event.type === 'ended' ? [event] : []))
    .map(({ itemId, outcome, reason }) => [itemId, outcome, reason]);
const expectComplete = (): void => {
  const seqs = [...world.events.keys()].sort((a, b) => a - b);
  expect(seqs).toEqual(seqs.map((_, n) => n + 1));
  expect([...world.events.values()].some((event) => event.type === 'gap')).toBe(false);
  expect(world.contradictions).toEqual([]);
  expect(world.failures).toEqual([]);
};

describe('a full disk', { timeout: 30_000 }, () => {
  it('while audio is stored is reported, leaves no half file, and heals when there is room', async () => {
    room.bytes = 2_000;
    await world.send(program(1));
    await world.advanceTo(eve + 10 * minute);
    expect(world.states.at(-1)?.missing).toContainEqual({ sha256: hashes[0], reason: 'disk-full' });
    expect(readdirSync(world.paths.assets).filter((name) => name.includes(hashes[0] ?? ''))).toEqual([]);
    room.bytes = tidied;
    await world.advanceTo(morning + hour);
    expect(world.heard()).toMatchObject([{ itemId: 'item-0', isRight: true }]);
    expect(ended()).toEqual([['item-0', 'played', null]]);
  });

  it('that stays full costs the items whose audio is not there, with the reason, and no other', async () => {
    await world.send(program(1));
    await world.advanceTo(eve + 10 * minute);
    room.bytes = noRoomLeft;
    await world.send(program(2, eve + minute));
    await world.advanceTo(morning + hour);
    expect(world.heard().map(({ itemId }) => itemId)).toEqual(['item-0']);
    expect(ended()).toEqual([
      ['item-0', 'played', null],
      ['item-1', 'missed', 'not-cached'],
    ]);
    expectComplete();
  });

  it('while documents are saved leaves the old ones whole, and the new ones come when there is room', async () => {
    await world.send(program(1));
    await world.advanceTo(eve + 10 * minute);
    await world.flush();
    const path = join(world.paths.device, 'documents.json');
    const before = readFileSync(path, 'utf8');
    room.bytes = 700;
    await world.send(program(3, eve + minute));
    await world.advanceTo(eve + 20 * minute);
    await world.flush();
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(world.paths.device).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    room.bytes = tidied;
    // Nothing changes any more; what could not be written is tried again by itself.
    await world.flush();
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    world.goOffline();
    await world.powerCut();
    await world.powerOn();
    await world.advanceTo(morning - minute);
    expect([...world.device().state().plan.planned.values()]).toHaveLength(3);
  });

  it('while events are recorded loses none of them once there is room, half-written lines or not', async () => {
    await world.send(program(3));
    await world.advanceTo(eve + 10 * minute);
    world.goOffline();
    // The first line fits in part.
    room.bytes = 100;
    await world.advanceTo(morning + 12 * minute);
    room.bytes = tidied;
    await world.advanceTo(morning + 30 * minute);
    await world.powerCut();
    await world.powerOn();
    await world.goOnline();
    await world.advanceTo(morning + hour);
    expect(ended()).toEqual([
      ['item-0', 'played', null],
      ['item-1', 'played', null],
      ['item-2', 'played', null],
    ]);
    expectComplete();
  });

  it('while events are recorded hands them over from memory, and writes them as soon as there is room', async () => {
    await world.send(program(3));
    await world.advanceTo(eve + 10 * minute);
    room.bytes = noRoomLeft;
    await world.advanceTo(morning + 6 * minute);
    // Online all the time: the controller has what the disk did not take.
    expect(ended()).toEqual([['item-0', 'played', null]]);
    world.goOffline();
    await world.advanceTo(morning + 12 * minute);
    room.bytes = tidied;
    // No event is due before the power goes: what waits is written all the same.
    await world.powerCut();
    await world.powerOn();
    await world.goOnline();
    await world.advanceTo(morning + hour);
    expectComplete();
    const outcomes = ended();
    expect(outcomes.map(([itemId]) => itemId)).toEqual(['item-0', 'item-1', 'item-2']);
    expect(world.heard().map(({ itemId }) => itemId)).toEqual(['item-0', 'item-1', 'item-2', 'item-2']);
  });
});
