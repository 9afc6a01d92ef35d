import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vietnamTimestamp } from '../../controller/domain/vietnam-date.ts';
import {
  type Announcement,
  announcement,
  announcementDevices,
} from '../../controller/http/representations/announcement.ts';
import { nowPlaying } from '../../controller/http/representations/cluster.ts';
import { type Playback, playbackPage } from '../../controller/http/representations/playback.ts';
import { readiness, session } from '../../controller/http/representations/session.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { readyBulletin } from '../support/bulletin-upload.ts';
import { chirp, findSound, levelBetween, readRecording, recordedUntil, wavOf } from '../support/chirp.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { type FleetProcess, type NewReceiver, registerReceiver, runFleet } from '../support/run-fleet.ts';
import { settle } from '../support/virtual-clock.ts';
import { waitUntil } from '../support/wait-until.ts';

const rate = 44_100;
/** Xã Cao Xá. */
const commune = '08527';
const sessionSound = chirp(40);
const siren = chirp(4).reverse();

/** The encoder's delay, and what a busy machine adds to the clock's error. */
const nearMs = 150;

/** Part of a sound, in seconds. */
const part = (sound: Float32Array, from: number, to: number): Float32Array =>
  sound.subarray(from * rate, to * rate);

describe('what is announced, with the real controller, broker, database, ffmpeg and loudspeakers', () => {
  let controller: ControllerProcess;
  let api: ApiClient;
  let sirenId: string;
  /** From one beginning of its audio to the next: the encoder makes it a little longer. */
  let sirenMs: number;
  let receivers: readonly [NewReceiver, NewReceiver, NewReceiver];
  const fleets: FleetProcess[] = [];

  const start = async (receiver: NewReceiver): Promise<FleetProcess> => {
    const fleet = await runFleet(controller.url, [receiver]);
    fleets.push(fleet);
    return fleet;
  };
  const announce = async (body: object): Promise<Announcement> =>
    (await api.post('/announcements', { targets: [{ areaCode: commune }], ...body })).as(announcement);
  const now = async (id: string): Promise<Announcement> =>
    (await api.get(`/announcements/${id}`)).as(announcement);
  /** The recording once it reaches that far; the file follows reality at a distance. */
  const heardUntil = (fleet: FleetProcess, at: number) =>
    waitUntil(
      'the recording',
      () => {
        const recording = readRecording(fleet.wavPath);
        return recordedUntil(recording) > at + 500 ? recording : null;
      },
      { deadlineMs: 60_000 },
    );
  const rowsOf = async (itemId: string): Promise<Playback[]> =>
    (await api.get(`/playbacks?itemId=${itemId}`)).as(playbackPage).items;

  beforeAll(async () => {
    controller = await runController();
    api = await signIn(controller.url);
    const clip = await readyBulletin(controller, api, {
      title: 'Cảnh báo lũ sông Thao',
      sound: wavOf(siren),
      fields: { class: 'emergency', areaCode: '25' },
    });
    sirenId = clip.id;
    sirenMs = clip.audio.asset?.durationMs ?? 0;
    receivers = [
      await registerReceiver(api, commune, 'Khu 1'),
      await registerReceiver(api, commune, 'Khu 2'),
      await registerReceiver(api, commune, 'Khu 3'),
    ];
  });
  afterAll(async () => {
    for (const fleet of fleets) await fleet.stop();
    await controller?.stop();
  });

  it('sounds at once over a running session, which then goes on; a stop holds across everything until it is lifted', async () => {
    const [first, second, third] = receivers;
    const fleet = await start(first);
    const { id } = await readyBulletin(controller, api, { title: 'Bản tin dài', sound: wavOf(sessionSound) });
    const startAt = Math.ceil((Date.now() + 12_000) / 1000) * 1000;
    const placed = (
      await api.post('/sessions', {
        title: 'Buổi phát thử',
        areaCode: commune,
        targets: [{ areaCode: commune }],
        startsLocal: vietnamTimestamp(startAt).slice(0, 19),
        durationMs: 60_000,
        volume: 100,
        bulletinIds: [id],
        exceptionReason: 'Kiểm thử, không có loa thật',
      })
    ).as(session);
    const date = vietnamTimestamp(startAt).slice(0, 10);
    await waitUntil('the loudspeaker to be ready', async () => {
      const state = (await api.get(`/sessions/${placed.id}/readiness?date=${date}`)).as(readiness);
      return state.ready === 1;
    });
    await waitUntil('some of the session', () => Date.now() > startAt + 4_000);

    // An emergency takes over, and says who has started it.
    const requestedAt = Date.now();
    const flood = await announce({ kind: 'emergency', bulletinId: sirenId, durationMs: 2 * sirenMs });
    const floodAt = Date.parse(flood.startAt);
    expect(flood).toMatchObject({ state: 'inForce', area: { code: commune }, repeat: true });
    expect(floodAt - requestedAt).toBeLessThan(500);
    const known = await waitUntil('its start to be known', async () => {
      const { progress } = await now(flood.id);
      return progress.started === 1 ? progress : null;
    });
    expect(known).toEqual({ targeted: 1, started: 1, notStarted: 0, offline: 0 });
    const playing = (await api.get(`/clusters/${first.clusterId}/now-playing`)).as(nowPlaying).playing;
    expect(playing).toMatchObject({ itemId: flood.id, title: 'Cảnh báo lũ sông Thao', repeat: true });
    expect(playing?.positionMs).toBeLessThan(playing?.durationMs ?? 0);
    const resumedAt = floodAt + 2 * sirenMs;
    const before = await heardUntil(fleet, resumedAt + 4_000);
    const find = (sound: Float32Array, at: number) => {
      const found = findSound(before, sound, at);
      expect(found.likeness).toBeGreaterThan(0.9);
      expect(Math.abs(found.at - at)).toBeLessThanOrEqual(nearMs);
    };
    find(part(sessionSound, 1, 3), startAt + 1_000);
    find(part(siren, 1, 4), floodAt + 1_000);
    find(siren, floodAt + sirenMs);
    const position = Math.ceil((resumedAt + 500 - startAt) / 1000);
    find(part(sessionSound, position, position + 2), startAt + position * 1_000);
    // Searching a recording keeps this process busy: what the server closed meanwhile must be noticed first.
    await settle();
    const [row] = await waitUntil('its row in the log', async () => {
      const rows = await rowsOf(flood.id);
      return rows[0]?.outcome === 'played' ? rows : null;
    });
    expect(row).toMatchObject({ class: 'emergency', announcementKind: 'emergency', deviation: null });

    // A stop silences at once, and holds while controller and loudspeakers come and go.
    const stop = await announce({ kind: 'stop', reason: 'Loa phát nhầm' });
    const untilHeldBy = (count: number) =>
      waitUntil(`${count} to hold the stop`, async () => {
        const { progress } = await now(stop.id);
        return progress.targeted === count && progress.started === count;
      });
    await untilHeldBy(1);
    const stoppedAt = Date.now();
    expect(stop).toMatchObject({ endAt: null, progress: { targeted: 1 } });
    const { port } = new URL(controller.url);
    const mqttPort = new URL(controller.mqttUrl ?? '').port;
    await controller.kill('SIGKILL');
    controller = await runController({
      dataDir: controller.dataDir,
      env: { PORT: port, MQTT_PORT: mqttPort },
    });
    api = await signIn(controller.url);
    const latecomer = await start(second);
    await untilHeldBy(2);
    const held = (await api.get(`/announcements/${stop.id}/devices?state=started`)).as(announcementDevices);
    expect(held.items.map(({ clusterName }) => clusterName)).toEqual(['Khu 1', 'Khu 2']);
    const refused = await api.post('/announcements', {
      kind: 'emergency',
      bulletinId: sirenId,
      targets: [{ areaCode: commune }],
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'Announcement_Stopped', errors: [{ path: 'liftStopIds', message: stop.id }] },
    });

    // Lifted and started in one step; who comes in the middle joins where the others are.
    const evacuation = await announce({
      kind: 'emergency',
      bulletinId: sirenId,
      durationMs: 5 * sirenMs,
      liftStopIds: [stop.id],
    });
    const evacuationAt = Date.parse(evacuation.startAt);
    expect((await now(stop.id)).state).toBe('ended');
    const joiner = await start(third);
    const endAt = Date.parse(evacuation.endAt ?? '');
    for (const [one, inTimeFor] of [
      [fleet, 1],
      [latecomer, 1],
      [joiner, 4],
    ] as const) {
      const recording = await heardUntil(one, endAt + 1_000);
      const at = evacuationAt + inTimeFor * sirenMs;
      const found = findSound(recording, siren, at);
      expect(found.likeness).toBeGreaterThan(0.9);
      expect(Math.abs(found.at - at)).toBeLessThanOrEqual(nearMs);
      // Its session is over by then, and the emergency too.
      expect(levelBetween(recording, endAt + nearMs, endAt + 1_000)).toBe(0);
      if (one !== joiner) expect(levelBetween(recording, stoppedAt, evacuationAt - nearMs)).toBe(0);
    }
  }, 150_000);
});
