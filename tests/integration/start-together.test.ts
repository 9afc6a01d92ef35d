import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { clockAt } from '#protocol';
import { createFleet } from '../../device-sim/fleet/fleet.ts';
import { itemAt } from '../support/device-documents.ts';
import { silentLog } from '../support/silent-log.ts';
import { encodeMp3, readWav, soundsIn, testRate, toneBurst } from '../support/test-mp3.ts';
import { startTinyController } from '../support/tiny-controller.ts';
import { waitUntil } from '../support/wait-until.ts';

const deviceCount = 8;
/** Two bounds like this and the step of a sample make less than ten milliseconds. */
const fineMs = 4.5;
const hour = 3_600_000;

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task();
});

it('eight loudspeakers at the real broker begin within ten milliseconds, as their recordings show', async () => {
  const audio = await encodeMp3(toneBurst(1_500, 500, 1_200));
  const controller = await startTinyController(deviceCount);
  cleanUp.push(controller.stop);
  const folder = mkdtempSync(join(tmpdir(), 'start-together-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const names = Array.from({ length: deviceCount }, (_, n) => `dev-${n + 1}`);
  const pathOf = (name: string): string => join(folder, `${name}.wav`);
  const fleet = createFleet({
    provisions: controller.identities(),
    controllerUrl: 'http://127.0.0.1:1',
    mqttUrl: null,
    dir: null,
    durable: false,
    output: { kind: 'silent' },
    wavFiles: new Map(names.map((name) => [name, pathOf(name)])),
    seed: 1,
    connectPerSecond: 1_000,
    maxReconnectMs: 1_000,
    log: silentLog,
  });
  cleanUp.push(fleet.stop);
  await fleet.start();

  const sha256 = controller.addMedia(audio);
  const publish = (startAt: number): Promise<void> => {
    const exception = { id: 'x', reason: 'kiểm thử', approvedBy: 'kiểm thử', until: startAt + 60_000 };
    const source = { kind: 'asset', sha256 } as const;
    const item = itemAt('morning', startAt, { endAt: startAt + 1_500, source, exception, volume: 100 });
    const assets = { [sha256]: { sizeBytes: audio.length, durationMs: 1_500 } };
    return controller.publishProgram({ items: [item], assets });
  };
  // A start within two hours brings the clocks close, however busy the machine is meanwhile.
  await publish(Date.now() + hour);
  await waitUntil('every clock to be fine, and every cache', () => {
    const errors = fleet.devices().map((device) => {
      const { proof } = device.state().clock;
      return proof ? clockAt(proof, proof.line.at).errorMs : Number.POSITIVE_INFINITY;
    });
    return (
      errors.length === deviceCount &&
      errors.every((error) => error < fineMs) &&
      fleet.summary().missingAssets === 0
    );
  });
  const startAt = Date.now() + 6_000;
  await publish(startAt);
  await waitUntil(
    'every report',
    () =>
      controller.events.size === deviceCount &&
      [...controller.events.values()].every((events) => events.some(({ type }) => type === 'ended')),
  );
  await fleet.stop();

  const begun = names.map((name) => {
    const { startAt: recordedFrom } = JSON.parse(readFileSync(`${pathOf(name)}.json`, 'utf8'));
    const sounds = soundsIn(readWav(readFileSync(pathOf(name))).samples);
    expect(sounds).toHaveLength(1);
    return Number(recordedFrom) + ((sounds[0]?.[0] ?? Number.NaN) * 1_000) / testRate;
  });
  expect(Math.max(...begun) - Math.min(...begun)).toBeLessThanOrEqual(10);
  // The tone begins half a second into the audio; the encoder blurs its edge by some milliseconds, for all alike.
  for (const at of begun) expect(Math.abs(at - startAt - 500)).toBeLessThan(50);
  for (const events of controller.events.values()) {
    const [started] = events;
    if (started?.type !== 'started') throw new Error('No start was reported');
    // It was committed by a clock that an exchange since may have bettered.
    expect(Math.abs(started.at - startAt)).toBeLessThanOrEqual(started.clockErrorMs + fineMs);
    expect(started.clockErrorMs).toBeLessThan(fineMs + 1);
  }
});
