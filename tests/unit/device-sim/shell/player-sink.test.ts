import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Play } from '../../../../device-sim/device/effect.ts';
import { createMemoryAssetStore } from '../../../../device-sim/shell/asset-store.ts';
import { createOwnClock, createTrueClock } from '../../../../device-sim/shell/own-clock.ts';
import { createPlayerSink, findPlayer } from '../../../../device-sim/shell/player-sink.ts';
import { encodeMp3, sha256Of, soundsIn, testRate, toneBurst } from '../../../support/test-mp3.ts';
import { waitUntil } from '../../../support/wait-until.ts';

const root = mkdtempSync(join(tmpdir(), 'player-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A player that keeps what it is given, and tells when it is at its end. */
const fakePlayer = (name: string, script: string): string => {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'aplay');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return folder;
};

const assets = createMemoryAssetStore();
let sha256: string;
beforeAll(async () => {
  const bytes = await encodeMp3(toneBurst(2_000, 500, 1_000));
  sha256 = sha256Of(bytes);
  await assets.put(sha256, Readable.from([bytes]), 1_000_000);
});

const clock = createOwnClock({ trueClock: createTrueClock(), skewMs: -5_000_000, driftPpm: 10 });
const play = (patch: Partial<Play> = {}): Play => ({
  playId: 'p',
  itemId: 'item',
  sha256,
  startAt: clock.now(),
  endAt: clock.now() + 2_000,
  positionMs: 0,
  loop: false,
  volume: 100,
  ...patch,
});

describe('the player', () => {
  it('is the first of the known ones on the path', () => {
    const folder = fakePlayer('known', 'true');
    expect(findPlayer(`/nowhere${delimiter}${folder}`)).toEqual({
      name: 'aplay',
      path: join(folder, 'aplay'),
    });
    expect(findPlayer(`/nowhere${delimiter}`)).toBeNull();
  });

  it('is given the sound from its position on, at its volume', async () => {
    const out = join(root, 'heard.pcm');
    const player = findPlayer(fakePlayer('keeps', `cat > ${out}.part; mv ${out}.part ${out}`));
    if (!player) throw new Error('No player');
    const sink = createPlayerSink({ player, clock, assets });
    const one = play({ positionMs: 250, volume: 50 });
    expect(await sink.prepare(one)).toBeNull();
    const failures: string[] = [];
    sink.start(one, one.startAt, (reason) => failures.push(reason));
    const pcm = await waitUntil('the player to end', () => {
      try {
        return readFileSync(out);
      } catch {
        return null;
      }
    });
    const samples = new Int16Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.byteLength));
    const [[from] = [0]] = soundsIn(samples, 1_000);
    expect(Math.abs(from - 0.25 * testRate)).toBeLessThan(100);
    expect(Math.max(...samples.subarray(0, 40_000))).toBeLessThan(10_000);
    expect(failures).toEqual([]);
    await sink.close();
  });

  it('that ends with an error is a failed output', async () => {
    const player = findPlayer(fakePlayer('broken', 'exit 3'));
    if (!player) throw new Error('No player');
    const sink = createPlayerSink({ player, clock, assets });
    const failures: string[] = [];
    sink.start(play(), clock.now(), (reason) => failures.push(reason));
    await waitUntil('the failure', () => failures.length > 0);
    expect(failures).toEqual(['output']);
    await sink.close();
  });

  it('is silenced when it is stopped, which is no failure', async () => {
    const mark = join(root, 'started');
    const player = findPlayer(fakePlayer('endless', `touch ${mark}; exec cat > /dev/null`));
    if (!player) throw new Error('No player');
    const sink = createPlayerSink({ player, clock, assets });
    const failures: string[] = [];
    sink.start(play({ endAt: clock.now() + 60_000, loop: true }), clock.now(), (reason) =>
      failures.push(reason),
    );
    await waitUntil('the player', () => {
      try {
        readFileSync(mark);
        return true;
      } catch {
        return false;
      }
    });
    sink.stop('p', clock.now());
    await sink.close();
    expect(failures).toEqual([]);
  });

  it('is not asked to play what is damaged or no audio', async () => {
    const sink = createPlayerSink({ player: { name: 'aplay', path: '/bin/false' }, clock, assets });
    expect(await sink.prepare(play({ sha256: 'f'.repeat(64) }))).toBe('hash-mismatch');
    const text = Buffer.from('not audio');
    await assets.put(sha256Of(text), Readable.from([text]), 100);
    expect(await sink.prepare(play({ sha256: sha256Of(text) }))).toBe('decoder');
  });
});
