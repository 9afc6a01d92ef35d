import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PlayEvent } from '#protocol';
import { createFleet, type Fleet, type FleetDeps } from '../../device-sim/fleet/fleet.ts';
import { itemAt } from '../support/device-documents.ts';
import { silentLog } from '../support/silent-log.ts';
import { encodeMp3, readWav, soundsIn, testRate, toneBurst } from '../support/test-mp3.ts';
import { startTinyController, type TinyController } from '../support/tiny-controller.ts';
import { waitUntil } from '../support/wait-until.ts';

const exception = (until: number) => ({ id: 'x', reason: 'kiểm thử', approvedBy: 'kiểm thử', until });

let audio: Buffer;
beforeAll(async () => {
  audio = await encodeMp3(toneBurst(1_500, 500, 1_200));
});

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task();
});

const startController = async (devices: number): Promise<TinyController> => {
  const controller = await startTinyController(devices);
  cleanUp.push(controller.stop);
  return controller;
};

const startFleet = async (
  provisions: FleetDeps['provisions'],
  patch: Partial<FleetDeps> = {},
): Promise<Fleet> => {
  const fleet = createFleet({
    provisions,
    controllerUrl: 'http://127.0.0.1:1',
    mqttUrl: null,
    dir: null,
    durable: false,
    output: { kind: 'silent' },
    wavFiles: new Map(),
    seed: 1,
    connectPerSecond: 1_000,
    maxReconnectMs: 1_000,
    log: silentLog,
    ...patch,
  });
  cleanUp.push(fleet.stop);
  await fleet.start();
  return fleet;
};

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'device-fleet-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** It was committed by a clock that one exchange had set amid everything; those since have bettered it. */
const firstErrorMs = 50;

const publishSoon = async (controller: TinyController, inMs: number) => {
  const sha256 = controller.addMedia(audio);
  const startAt = Date.now() + inMs;
  const item = itemAt('morning', startAt, {
    endAt: startAt + 1_500,
    source: { kind: 'asset', sha256 },
    exception: exception(startAt + 60_000),
    volume: 100,
  });
  await controller.publishProgram({
    items: [item],
    assets: { [sha256]: { sizeBytes: audio.length, durationMs: 1_500 } },
  });
  return { startAt, sha256 };
};

const ended = (events: readonly PlayEvent[] = []) =>
  events.flatMap((event) => (event.type === 'ended' ? [event] : []));

const allEnded = (controller: TinyController, count: number) =>
  waitUntil('every device to report', () => {
    const reports = [...controller.events.values()].map(ended).filter((one) => one.length > 0);
    return reports.length === count ? reports.flat() : null;
  });

describe('fifty loudspeakers at the real broker', () => {
  it('set their clocks, apply a signed program, fetch, play at the instant, report, and are acknowledged', async () => {
    const controller = await startController(50);
    const fleet = await startFleet(controller.identities());
    await waitUntil('every clock', () => fleet.summary().clockTrusted === 50);
    const { startAt, sha256 } = await publishSoon(controller, 3_000);
    await waitUntil(
      'every cache',
      () => [...controller.states.values()].filter((state) => state.cached.includes(sha256)).length === 50,
    );

    const reports = await allEnded(controller, 50);
    for (const report of reports) {
      expect(report).toMatchObject({ itemId: 'morning', outcome: 'played', reason: null, playedMs: 1_500 });
      expect(report.clockErrorMs).toBeLessThan(1_000);
      expect(Math.abs((report.startedAt ?? 0) - startAt)).toBeLessThanOrEqual(
        report.clockErrorMs + firstErrorMs,
      );
    }
    expect(reports.filter((report) => report.grade === 'measured').length).toBeGreaterThan(0);
    expect(reports.filter((report) => report.grade === 'reported').length).toBeGreaterThan(0);
    await waitUntil('every acknowledgement', () => fleet.summary().unackedEvents === 0);
    expect(controller.faults).toEqual([]);
    // The first server has nothing; the second served the whole process once.
    expect(controller.mediaRequests).toEqual([`/empty/${sha256}.mp3`, `/media/${sha256}.mp3`]);

    await fleet.stop();
    const goodbyes = controller.presence.filter(({ online }) => !online).map(({ deviceId }) => deviceId);
    expect(new Set(goodbyes).size).toBe(50);
    expect(goodbyes).toHaveLength(50);
  });

  it('play on while the network is gone, and their evidence arrives later', async () => {
    const controller = await startController(10);
    const fleet = await startFleet(controller.identities());
    await waitUntil('every clock', () => fleet.summary().clockTrusted === 10);
    await publishSoon(controller, 3_000);
    await waitUntil(
      'every cache',
      () => fleet.summary().withProgram === 10 && fleet.summary().missingAssets === 0,
    );
    await controller.broker.pause();
    await waitUntil('the silence of the network', () => fleet.summary().connected === 0);
    await waitUntil('every play', () => fleet.summary().unackedEvents === 20);
    expect(controller.events.size).toBe(0);
    await controller.broker.resume();
    const reports = await allEnded(controller, 10);
    expect(reports.every((report) => report.outcome === 'played')).toBe(true);
    await waitUntil('every acknowledgement', () => fleet.summary().unackedEvents === 0);
  });
});

describe('one loudspeaker', () => {
  it('over WebSocket records the bulletin at its planned instant', async () => {
    const controller = await startController(1);
    const path = join(temporaryFolder(), 'heard.wav');
    const fleet = await startFleet(controller.identities('ws'), {
      wavFiles: new Map([['dev-1', path]]),
    });
    await waitUntil('the clock', () => fleet.summary().clockTrusted === 1);
    const { startAt } = await publishSoon(controller, 1_500);
    await allEnded(controller, 1);
    await fleet.stop();
    const { startAt: recordedFrom } = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    const sounds = soundsIn(readWav(readFileSync(path)).samples);
    expect(sounds).toHaveLength(1);
    const heardAt = recordedFrom + ((sounds[0]?.[0] ?? 0) * 1_000) / testRate;
    expect(Math.abs(heardAt - startAt - 500)).toBeLessThan(50);
  });

  it('that lost its power wakes with everything, and plays without any network', async () => {
    const controller = await startController(1);
    const dir = temporaryFolder();
    const first = await startFleet(controller.identities(), { dir });
    await waitUntil('the clock', () => first.summary().clockTrusted === 1);
    await publishSoon(controller, 3_500);
    await waitUntil(
      'the cache',
      () => first.summary().withProgram === 1 && first.summary().missingAssets === 0,
    );
    await first.stop();
    await controller.broker.pause();
    const second = await startFleet(controller.identities(), { dir });
    await waitUntil('the play', () => second.summary().unackedEvents === 2);
    await controller.broker.resume();
    const [report] = await allEnded(controller, 1);
    expect(report).toMatchObject({ outcome: 'played', reason: null });
    expect(controller.mediaRequests).toHaveLength(2);
  });

  it.each([
    ['card-full', 'missed', 'not-cached'],
    ['amplifier-dead', 'failed', 'amplifier'],
    ['clock-94s', 'missed', 'clock'],
  ] as const)('with the fault %s reports %s: %s', async (fault, outcome, reason) => {
    const controller = await startController(1);
    const [identity] = controller.identities();
    if (!identity) throw new Error('No identity');
    const fleet = await startFleet([{ ...identity, fault }]);
    await waitUntil('the configuration', () => fleet.devices()[0]?.state().config !== null);
    // A clock that is 94 s fast is past the slot long before it is over.
    await publishSoon(controller, fault === 'clock-94s' ? 95_500 : 1_500);
    const [report] = await allEnded(controller, 1);
    expect(report).toMatchObject({ outcome, reason });
  });

  it('with its SIM out of quota is never heard of', async () => {
    const controller = await startController(2);
    const [offline, sound] = controller.identities();
    if (!offline || !sound) throw new Error('No identity');
    await startFleet([{ ...offline, fault: 'offline' }, sound]);
    await waitUntil('the sound one', () => controller.states.has('dev-2'));
    expect(controller.states.has('dev-1')).toBe(false);
  });
});
