import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { type PlayEvent, playEvent } from '#protocol';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { vietnamTimestamp } from '../../controller/domain/vietnam-date.ts';
import { coverage } from '../../controller/http/representations/coverage.ts';
import { overview } from '../../controller/http/representations/overview.ts';
import { type Playback, playbackPage } from '../../controller/http/representations/playback.ts';
import { readiness, session } from '../../controller/http/representations/session.ts';
import { type ApiClient, signIn } from './api-client.ts';
import { readyBulletin } from './bulletin-upload.ts';
import { chirp, wavOf } from './chirp.ts';
import { type ControllerProcess, runController } from './run-controller.ts';
import { type FleetProcess, type NewReceiver, registerReceiver, runFleet } from './run-fleet.ts';
import { silentLog } from './silent-log.ts';
import { waitUntil } from './wait-until.ts';

const communes = z.object({ items: z.array(z.object({ code: z.string(), key: z.string() })) });
const soundSeconds = 3;
/** Time to sign, deliver and fetch on a busy machine. */
const aheadMs = 15_000;
/** Short, so that a test need not wait for the backoff of a loudspeaker. */
const reconnectSeconds = '2';

export const chaosCommune = { search: 'cao%20xa', receivers: 6, items: 4 } as const;
export const portOf = (url: string | null): string => new URL(url ?? '').port;

export type PlacedSession = Readonly<{ id: string; startAt: number }>;

export type ChaosFieldOptions = Readonly<{
  env?: Readonly<Record<string, string>>;
  /** Where loudspeakers find the broker, once the controller is up; what their claims tell when left out. */
  mqttUrl?: (controller: ControllerProcess) => Promise<string>;
}>;

/**
 * The real controller and a fleet of real loudspeakers in a process of its own, in one commune: all of them to
 * be killed at the worst moment and started again where they were.
 */
export const createChaosField = async (options: ChaosFieldOptions = {}) => {
  const env = { HEARTBEAT_INTERVAL_SECONDS: '2', ...options.env };
  let controller = await runController({ env });
  let api: ApiClient = await signIn(controller.url);
  const [commune] = (await api.get(`/areas?level=commune&search=${chaosCommune.search}`)).as(communes).items;
  const areaCode = commune?.code ?? '';
  const receivers: NewReceiver[] = [];
  for (let n = 1; n <= chaosCommune.receivers; n += 1) {
    receivers.push(await registerReceiver(api, areaCode, `Khu ${n}`));
  }
  const mqttUrl = await options.mqttUrl?.(controller);
  const fleetArgs = ['--max-reconnect', reconnectSeconds, ...(mqttUrl ? ['--mqtt', mqttUrl] : [])];
  let fleet: FleetProcess = await runFleet(controller.url, receivers, { args: fleetArgs });
  const sound = wavOf(chirp(soundSeconds));
  const ready = await readyBulletin(controller, api, { title: 'Thông báo', sound }).catch(
    async (error: unknown) => {
      await fleet.stop();
      await controller.stop();
      throw error;
    },
  );
  const allOnline = (): Promise<true> =>
    waitUntil(
      'every loudspeaker to be online',
      async () => (await api.get('/overview')).as(overview).presence.online === chaosCommune.receivers,
      { deadlineMs: 40_000 },
    );

  const rowsOf = async ({ id, startAt }: PlacedSession): Promise<Playback[]> => {
    const from = new Date(startAt - 1_000).toISOString();
    const page = await api.get(`/playbacks?sessionId=${id}&from=${from}&limit=1000`);
    return page.as(playbackPage).items;
  };

  /** What each loudspeaker has on its own disk, by serial: the truth that the log has to agree with. */
  const spools = (): Map<string, PlayEvent[]> => {
    const devices = join(fleet.folder, 'state', 'devices');
    const readSpool = (serial: string): PlayEvent[] => {
      const folder = join(devices, serial);
      return readdirSync(folder)
        .filter((name) => name.startsWith('spool-'))
        .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
        .flatMap((path) => readFileSync(path, 'utf8').split('\n').filter(Boolean))
        .map((line) => playEvent.parse(JSON.parse(line)));
    };
    return new Map(readdirSync(devices).map((serial) => [serial, readSpool(serial)]));
  };

  return {
    areaCode,
    areaKey: commune?.key ?? '',
    receivers,
    controller: () => controller,
    api: () => api,
    fleet: () => fleet,
    rowsOf,
    spools,
    /** A session that begins shortly, once every loudspeaker is ready for it. */
    place: async (): Promise<PlacedSession> => {
      await allOnline();
      const startAt = Math.ceil((Date.now() + aheadMs) / 1000) * 1000;
      const placed = (
        await api.post('/sessions', {
          title: 'Buổi phát có sự cố',
          areaCode,
          targets: [{ areaCode }],
          startsLocal: vietnamTimestamp(startAt).slice(0, 19),
          durationMs: 60_000,
          bulletinIds: Array.from({ length: chaosCommune.items }, () => ready.id),
          exceptionReason: 'Thử sự cố',
        })
      ).as(session);
      const date = vietnamTimestamp(startAt).slice(0, 10);
      await waitUntil('every loudspeaker to be ready', async () => {
        const state = (await api.get(`/sessions/${placed.id}/readiness?date=${date}`)).as(readiness);
        return state.ready === chaosCommune.receivers;
      });
      return { id: placed.id, startAt };
    },
    /** Resolves when so many items of a session have begun at every loudspeaker, by their own notes. */
    begun: (placed: PlacedSession, count: number): Promise<true> =>
      waitUntil(
        `item ${count} to begin everywhere`,
        () =>
          [...spools().values()].every(
            (events) =>
              events.filter((event) => event.type === 'started' && event.itemId.startsWith(placed.id))
                .length >= count,
          ),
        { deadlineMs: 40_000 },
      ),
    killController: (): Promise<void> => controller.kill('SIGKILL'),
    /** On the same ports, where loudspeakers expect it, with what it left on its disk. */
    restartController: async (): Promise<void> => {
      const ports = {
        PORT: portOf(controller.url),
        ...(controller.mqttUrl === null ? {} : { MQTT_PORT: portOf(controller.mqttUrl) }),
      };
      controller = await runController({ dataDir: controller.dataDir, env: { ...env, ...ports } });
      api = await signIn(controller.url);
    },
    /** A power cut at every loudspeaker at once. */
    killFleet: (): Promise<void> => fleet.kill('SIGKILL'),
    restartFleet: async (): Promise<void> => {
      fleet = await runFleet(controller.url, receivers, { folder: fleet.folder, args: fleetArgs });
    },
    /** Waits until the log has one closed row for each item and loudspeaker, and gives them. */
    completeLog: (placed: PlacedSession): Promise<Playback[]> =>
      waitUntil(
        'a complete log',
        async () => {
          const rows = await rowsOf(placed);
          const isClosed = rows.every(({ outcome, grade }) => outcome !== 'unknown' && grade !== null);
          return isClosed && rows.length === chaosCommune.items * chaosCommune.receivers ? rows : null;
        },
        { deadlineMs: 60_000, everyMs: 100 },
      ),
    /**
     * Nothing lost, nothing twice: each row once, as the loudspeaker's own notes have it, and every note on the
     * controller's disk.
     */
    expectFaithful: async (rows: readonly Playback[]): Promise<void> => {
      expect(new Set(rows.map((row) => `${row.itemId} ${row.deviceId}`)).size).toBe(rows.length);
      const noted = spools();
      for (const { serial, deviceId } of receivers) {
        const events = noted.get(serial) ?? [];
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
        for (const row of rows.filter((one) => one.deviceId === deviceId)) {
          const ends = events.filter((event) => event.type === 'ended' && event.itemId === row.itemId);
          expect(ends).toMatchObject([{ outcome: row.outcome, reason: row.reason }]);
        }
      }
      const wanted = receivers.map(({ serial }) => noted.get(serial)?.length ?? 0);
      await waitUntil('every event to be on the disk of the controller', async () => {
        const store = await openSqliteStore({
          path: join(controller.dataDir, 'truyenthanh.db'),
          log: silentLog,
        });
        try {
          const cursors = await store.spools.cursors(receivers.map(({ deviceId }) => deviceId));
          const stored = receivers.map(
            ({ deviceId }) => cursors.find((one) => one.deviceId === deviceId)?.seq,
          );
          return JSON.stringify(stored) === JSON.stringify(wanted);
        } finally {
          await store.close();
        }
      });
    },
    /** Figures as a recount of what is there gives them: the one commune with loudspeakers, all of them back. */
    expectCoverage: async (): Promise<void> => {
      await waitUntil('the commune to be covered', async () => {
        const { equipped, reachable, proven } = (await api.get(`/coverage?area=${areaCode}`)).as(coverage);
        return [equipped, reachable, proven].every((figure) => figure?.count === 1 && figure.total === 1);
      });
      const province = (await api.get('/coverage?area=25')).as(coverage);
      expect(province.proven).toMatchObject({ count: 1, total: 225 });
    },
    stop: async (): Promise<void> => {
      await fleet.stop();
      await controller.stop();
      rmSync(controller.dataDir, { recursive: true, force: true });
    },
  };
};

export type ChaosField = Awaited<ReturnType<typeof createChaosField>>;
