import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { vietnamTimestamp } from '../../controller/domain/vietnam-date.ts';
import { bulletin } from '../../controller/http/representations/bulletin.ts';
import { coverage } from '../../controller/http/representations/coverage.ts';
import { playbackPage } from '../../controller/http/representations/playback.ts';
import { readiness, session } from '../../controller/http/representations/session.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { approved } from '../support/bulletin-upload.ts';
import { chirp, findSound, levelBetween, readRecording, recordedUntil, wavOf } from '../support/chirp.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { type FleetProcess, type NewReceiver, registerReceiver, runFleet } from '../support/run-fleet.ts';
import { waitUntil } from '../support/wait-until.ts';

const soundSeconds = 4;
/** Time to sign, deliver, fetch and decode; a plan nearer than that would test the machine's load. */
const aheadMs = 15_000;

const communes = z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) });

describe('the main job, with the real controller, broker, database, ffmpeg and loudspeaker', () => {
  let controller: ControllerProcess;
  let api: ApiClient;
  let fleet: FleetProcess;
  let receiver: NewReceiver;
  let communeCode: string;

  beforeAll(async () => {
    controller = await runController();
    api = await signIn(controller.url);
    const found = (await api.get('/areas?level=commune&search=cao%20xa')).as(communes);
    communeCode = found.items[0]?.code ?? '';
    receiver = await registerReceiver(api, communeCode, 'Khu 3 – Nhà văn hóa');
    fleet = await runFleet(controller.url, [receiver]);
  });
  afterAll(async () => {
    await fleet?.stop();
    await controller?.stop();
  });

  it('brings an uploaded bulletin to a loudspeaker on time, proves it, and counts it', async () => {
    const sound = chirp(soundSeconds);
    const uploaded = (
      await api.upload(
        '/bulletins',
        { title: 'Lịch cắt điện ngày mai', areaCode: communeCode, submit: 'true' },
        {
          name: 'lich-cat-dien.wav',
          content: wavOf(sound),
        },
      )
    ).as(bulletin);
    const ready = await waitUntil('the bulletin to be ready', async () => {
      const now = (await api.get(`/bulletins/${uploaded.id}`)).as(bulletin);
      return now.audio.state === 'ready' ? now : null;
    });
    expect(ready.audio.asset?.loudnessLufs).toBeCloseTo(-16, 0);

    await approved(controller, uploaded.id);

    const startAt = Math.ceil((Date.now() + aheadMs) / 1000) * 1000;
    const placed = (
      await api.post('/sessions', {
        title: 'Buổi phát thử đường truyền',
        areaCode: communeCode,
        targets: [{ areaCode: communeCode }],
        startsLocal: vietnamTimestamp(startAt).slice(0, 19),
        durationMs: 60_000,
        volume: 100,
        bulletinIds: [uploaded.id],
        exceptionReason: 'Thử đường truyền trước khi bàn giao',
      })
    ).as(session);
    const date = vietnamTimestamp(startAt).slice(0, 10);
    await waitUntil('the loudspeaker to hold program and audio', async () => {
      const state = (await api.get(`/sessions/${placed.id}/readiness?date=${date}`)).as(readiness);
      return state.ready === 1 && state.total === 1;
    });

    const row = await waitUntil(
      'the play to be in the log',
      async () => {
        const page = (await api.get(`/playbacks?area=${communeCode}`)).as(playbackPage);
        return page.items.find((item) => item.outcome !== 'unknown') ?? null;
      },
      { deadlineMs: 45_000 },
    );
    expect(row).toMatchObject({
      deviceId: receiver.deviceId,
      clusterId: receiver.clusterId,
      areaCode: communeCode,
      title: 'Lịch cắt điện ngày mai',
      class: 'normal',
      plannedStart: new Date(startAt).toISOString(),
      outcome: 'played',
      deviation: null,
    });
    expect(Math.abs(Date.parse(row.startedAt ?? '') - startAt)).toBeLessThanOrEqual(
      50 + (row.clockErrorMs ?? 0),
    );

    // The file follows reality at a distance.
    const recording = await waitUntil('the recording to hold the whole sound', () => {
      const now = readRecording(fleet.wavPath);
      return recordedUntil(now) > startAt + soundSeconds * 1000 + 500 ? now : null;
    });
    const heard = findSound(recording, sound, startAt);
    expect(heard.likeness).toBeGreaterThan(0.9);
    expect(Math.abs(heard.at - startAt)).toBeLessThanOrEqual(50);
    expect(levelBetween(recording, startAt - 3_000, startAt - 100)).toBe(0);

    const report = (await api.get(`/coverage?area=${communeCode}`)).as(coverage);
    expect(report.equipped).toEqual({ count: 1, total: 1, percent: 100 });
    expect(report.reachable).toEqual({ count: 1, total: 1, percent: 100 });
    expect(report.proven).toEqual({ count: 1, total: 1, percent: 100 });
    const province = (await api.get('/coverage?area=25')).as(coverage);
    expect(province.official).toEqual({ count: 144, total: 225, percent: 64 });
    expect(province.proven).toEqual({ count: 1, total: 225, percent: 0.4 });
  });
});
