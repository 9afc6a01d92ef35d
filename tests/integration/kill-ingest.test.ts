import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { vietnamTimestamp } from '../../controller/domain/vietnam-date.ts';
import { playbackPage } from '../../controller/http/representations/playback.ts';
import { readiness, session } from '../../controller/http/representations/session.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { readyBulletin } from '../support/bulletin-upload.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { type FleetProcess, type NewReceiver, registerReceiver, runFleet } from '../support/run-fleet.ts';
import { silentLog } from '../support/silent-log.ts';
import { waitUntil } from '../support/wait-until.ts';

const receiverCount = 12;
/** Several short items, so that evidence arrives all the time while the controller dies. */
const itemCount = 5;
const aheadMs = 20_000;

const communes = z.object({ items: z.array(z.object({ code: z.string() })) });

const portOf = (url: string | null): string => new URL(url ?? '').port;

describe('the controller killed while loudspeakers report', () => {
  let controller: ControllerProcess;
  let fleet: FleetProcess;
  let receivers: NewReceiver[];
  let areaCode: string;
  let api: ApiClient;

  /** On the same ports, where the loudspeakers expect it. */
  const restart = async (): Promise<void> => {
    const env = { PORT: portOf(controller.url), MQTT_PORT: portOf(controller.mqttUrl) };
    const { dataDir } = controller;
    await controller.kill('SIGKILL');
    controller = await runController({ dataDir, env });
    api = await signIn(controller.url);
  };

  beforeAll(async () => {
    controller = await runController({ env: { HEARTBEAT_INTERVAL_SECONDS: '2' } });
    api = await signIn(controller.url);
    areaCode = (await api.get('/areas?level=commune&search=cao%20xa')).as(communes).items[0]?.code ?? '';
    receivers = [];
    for (let n = 1; n <= receiverCount; n += 1)
      receivers.push(await registerReceiver(api, areaCode, `Khu ${n}`));
    fleet = await runFleet(controller.url, receivers);
  });
  afterAll(async () => {
    await fleet?.stop();
    await controller?.stop();
  });

  it('has every play in the log in the end, each once, and never takes an acknowledged one back', async () => {
    const uploaded: string[] = [];
    for (let n = 0; n < itemCount; n += 1) {
      const sound = wavOf(chirp(3 + n / 10));
      uploaded.push((await readyBulletin(controller, api, { title: `Bản tin ${n}`, sound })).id);
    }
    const startAt = Math.ceil((Date.now() + aheadMs) / 1000) * 1000;
    const placed = (
      await api.post('/sessions', {
        title: 'Buổi phát có sự cố',
        areaCode,
        targets: [{ areaCode }],
        startsLocal: vietnamTimestamp(startAt).slice(0, 19),
        durationMs: 60_000,
        bulletinIds: uploaded,
        exceptionReason: 'Thử sự cố máy chủ',
      })
    ).as(session);
    const date = vietnamTimestamp(startAt).slice(0, 10);
    await waitUntil('all loudspeakers to be ready', async () => {
      const state = (await api.get(`/sessions/${placed.id}/readiness?date=${date}`)).as(readiness);
      return state.ready === receiverCount;
    });

    const rows = async () =>
      (
        await api.get(
          `/playbacks?sessionId=${placed.id}&from=${new Date(startAt - 1000).toISOString()}&limit=1000`,
        )
      ).as(playbackPage).items;
    const played = async () => (await rows()).filter((row) => row.outcome === 'played');
    await waitUntil('the first evidence', async () => (await played()).length > 0, { deadlineMs: 40_000 });
    const stored = await played();
    await restart();
    // What was in the log was acknowledged or about to be; either way it is still there.
    const afterwards = await played();
    expect(afterwards).toEqual(expect.arrayContaining(stored));
    await restart();

    const all = await waitUntil(
      'all evidence',
      async () => {
        const now = await played();
        return now.length === receiverCount * itemCount ? now : null;
      },
      { deadlineMs: 60_000, everyMs: 200 },
    );
    expect(new Set(all.map((row) => `${row.itemId} ${row.deviceId}`)).size).toBe(receiverCount * itemCount);
    expect(all.every((row) => row.deviation === null)).toBe(true);

    await fleet.kill('SIGTERM');
    await controller.kill('SIGKILL');
    const store = await openSqliteStore({ path: `${controller.dataDir}/truyenthanh.db`, log: silentLog });
    const cursors = await store.spools.cursors(receivers.map(({ deviceId }) => deviceId));
    await store.close();
    // Each receiver wrote a start and an end for each item, and every one of them is on the disk.
    expect(cursors.map(({ seq }) => seq)).toEqual(receivers.map(() => itemCount * 2));
  });
});
