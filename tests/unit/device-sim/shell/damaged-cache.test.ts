import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlayEvent, ProgramItem } from '#protocol';
import { itemAt, morning, programAt } from '../../../support/device-documents.ts';
import { createShellWorld, type ShellWorld } from '../../../support/shell-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const eve = morning - hour;
const audio = Buffer.from('five minutes of sound'.repeat(500));

let world: ShellWorld;
let sha256: string;
let item: ProgramItem;
beforeEach(async () => {
  world = await createShellWorld({ startAt: eve });
  sha256 = world.addMedia(audio);
  item = itemAt('news', morning, { source: { kind: 'asset', sha256 } });
  await world.powerOn();
  await world.sendConfig();
  const assets = { [sha256]: { sizeBytes: audio.length, durationMs: 5 * minute } };
  await world.send(programAt(eve, [item], { assets }));
  await world.advanceTo(eve + 10 * minute);
  expect(world.device().state().cached.has(sha256)).toBe(true);
});
afterEach(() => world.stop());

const damages: [string, (path: string) => void][] = [
  [
    'a flipped bit',
    (path) => {
      const bytes = readFileSync(path);
      bytes[100] = (bytes[100] ?? 0) ^ 4;
      writeFileSync(path, bytes);
    },
  ],
  ['a missing end', (path) => truncateSync(path, 4_096)],
  ['nothing left in it', (path) => truncateSync(path, 0)],
  ['bytes of another recording', (path) => writeFileSync(path, Buffer.alloc(audio.length, 7))],
  [
    'a file that cannot be read',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
];

const missingNow = () => world.states.at(-1)?.missing;
const ended = (): Extract<PlayEvent, { type: 'ended' }> | undefined =>
  [...world.events.values()].flatMap((event) => (event.type === 'ended' ? [event] : []))[0];
const cutAndDamage = async (damage: (path: string) => void): Promise<void> => {
  await world.powerCut();
  damage(world.assetPath(sha256));
  await world.advanceTo(morning - 20 * minute);
};
const heal = (): void => rmSync(world.assetPath(sha256), { recursive: true, force: true });

describe.each(damages)('cached audio with %s', (name, damage) => {
  const isBlocked = name === 'a file that cannot be read';

  it('is found at power on, reported, fetched again and played', async () => {
    await cutAndDamage(damage);
    world.knobs.isMediaUp = false;
    await world.powerOn();
    await world.advanceTo(morning - 15 * minute);
    expect(world.states.flatMap(({ missing }) => missing)).toContainEqual({
      sha256,
      reason: 'hash-mismatch',
    });
    expect(world.device().state().cached.has(sha256)).toBe(false);
    world.knobs.isMediaUp = true;
    // A folder in its place is nothing that a download may replace.
    if (isBlocked) heal();
    await world.advanceTo(morning + hour);
    expect(world.heard()).toMatchObject([{ itemId: 'news', isRight: true }]);
    expect(world.heard()[0]?.from).toBeCloseTo(morning, -1);
    expect(ended()).toMatchObject({ outcome: 'played', reason: null });
    expect(missingNow()).toEqual([]);
  });

  it('is found when it is to sound, and joined late once it is there again', async () => {
    await world.advanceTo(morning - minute);
    damage(world.assetPath(sha256));
    world.knobs.isMediaUp = false;
    await world.advanceTo(morning + second);
    expect(world.heard()).toEqual([]);
    expect(missingNow()).toMatchObject([{ sha256 }]);
    if (isBlocked) heal();
    world.knobs.isMediaUp = true;
    await world.advanceTo(morning + hour);
    const [heard, ...others] = world.heard();
    expect(others).toEqual([]);
    expect(heard).toMatchObject({ isRight: true });
    // Retries of a download wait a while longer each time.
    expect(heard?.from).toBeLessThan(morning + minute);
    expect(heard?.positionMs).toBeCloseTo((heard?.from ?? 0) - morning, -1);
    expect(ended()).toMatchObject({ outcome: 'played', reason: 'late-join' });
  });

  it('stays silent with its reason when nobody has it, whether powered or not meanwhile', async () => {
    await world.goOnline();
    world.goOffline();
    await world.advanceTo(morning - minute);
    damage(world.assetPath(sha256));
    await world.advanceTo(morning + 2 * minute);
    await world.powerCut();
    await world.powerOn();
    await world.advanceTo(morning + hour);
    expect(world.heard()).toEqual([]);
    await world.goOnline();
    await world.advanceTo(morning + 2 * hour);
    expect(ended()).toMatchObject({ outcome: 'failed', reason: 'hash-mismatch' });
  });
});

it('a file that went away altogether is fetched again', async () => {
  await cutAndDamage((path) => rmSync(path));
  await world.powerOn();
  await world.advanceTo(morning + hour);
  expect(world.heard()).toMatchObject([{ itemId: 'news', isRight: true }]);
});
