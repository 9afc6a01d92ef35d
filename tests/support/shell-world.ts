import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigDocument, publicPart } from '#protocol';
import type { Loudspeaker } from '../../device-sim/shell/loudspeaker.ts';
import { configAt } from './device-documents.ts';
import { listen } from './listen.ts';
import { createPaperController } from './paper-controller.ts';
import { createShellLife, type ShellLife, type Sounded } from './shell-life.ts';
import { silentLog } from './silent-log.ts';
import { testPrivateKey, testSigner } from './test-signers.ts';
import { createVirtualOwnClock } from './virtual-own-clock.ts';

const day = 86_400_000;
/** A battery clock that was never set. */
const ownOffsetMs = -123_456_789;

/** Waits until nothing is under way outside the event loop's own queue. */
const createPending = () => {
  let count = 0;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    track: <T>(work: Promise<T>): Promise<T> => {
      count += 1;
      return work.finally(() => {
        count -= 1;
      });
    },
    rest: async (): Promise<void> => {
      for (let idle = 0; idle < 3; idle = count === 0 ? idle + 1 : 0) await turn();
    },
  };
};

/** Sounds of a life up to an instant. */
const soundedUntil = (life: ShellLife | null, at: number): Sounded[] =>
  (life?.sounded ?? [])
    .map((one) => ({ ...one, to: Math.min(one.to, at) }))
    .filter(({ from, to }) => to > from);

/**
 * One real loudspeaker with real files, signatures and downloads, on an own clock that stands still until it is
 * told to move, behind a broker and a controller that can be taken away. Power cuts end it as SIGKILL would.
 */
export const createShellWorld = async (options: Readonly<{ startAt: number; driftPpm?: number }>) => {
  const { startAt } = options;
  const folder = mkdtempSync(join(tmpdir(), 'shell-world-'));
  const paths = { device: join(folder, 'device'), assets: join(folder, 'assets') };
  const [root, signer] = [await testSigner(), await testSigner()];
  const privateKey = testPrivateKey();
  const pending = createPending();
  const time = createVirtualOwnClock(startAt, ownOffsetMs, pending.rest, options.driftPpm ?? 0);
  const now = (): number => time.clock.toTrue(time.clock.now());
  const controller = await createPaperController({
    root,
    signer,
    devicePrivateKey: privateKey,
    now,
    startAt,
  });

  const media = new Map<string, Buffer>();
  const knobs = { isOnline: true, isMediaUp: true };
  const server = createServer((request, response) => {
    const body = media.get(/([0-9a-f]{64})\.mp3$/.exec(request.url ?? '')?.[1] ?? '');
    if (!knobs.isMediaUp || !knobs.isOnline) request.socket.destroy();
    else if (body) response.end(body);
    else response.writeHead(404).end();
  });
  const mediaUrl = await listen(server);

  const failures: unknown[] = [];
  const earlier: Sounded[] = [];
  let life: ShellLife | null = null;

  return {
    paths,
    knobs,
    failures,
    states: controller.states,
    events: controller.events,
    contradictions: controller.contradictions,
    now,
    device: (): Loudspeaker => {
      if (!life) throw new Error('There is no power');
      return life.device;
    },
    addMedia: (bytes: Buffer): string => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      media.set(sha256, bytes);
      return sha256;
    },
    assetPath: (sha256: string) => join(paths.assets, `${sha256}.mp3`),
    send: controller.send,
    sendConfig: (patch: Partial<ConfigDocument> = {}): Promise<void> =>
      controller.send({
        ...configAt(startAt - day),
        ...controller.header(400 * day),
        mediaBaseUrls: [mediaUrl],
        heartbeatIntervalMs: 3_600_000,
        timeSyncIntervalMs: 3_600_000,
        ...patch,
      }),
    advanceTo: time.advanceTo,
    powerOn: async (): Promise<void> => {
      life = createShellLife({
        folders: { ...paths },
        identity: {
          deviceId: 'dev-1',
          secret: 'secret',
          privateKey,
          rootKey: publicPart(root.publicKey),
          mqttUrls: ['mqtt://127.0.0.1:1'],
        },
        clock: time.clock,
        controller,
        isReachable: () => knobs.isOnline,
        track: pending.track,
        failures,
        log: silentLog,
      });
      await life.device.start();
      await pending.rest();
    },
    /** Everything in memory is gone. What was to be written within a moment is on the disk unless told otherwise. */
    powerCut: async ({ isFlushed = true } = {}): Promise<void> => {
      if (!life) return;
      await pending.rest();
      if (isFlushed) await life.disk.flush();
      earlier.push(...soundedUntil(life, now()));
      life.vanish();
      life = null;
      if (isFlushed) return;
      // What the lost process still had to write goes to a place where nobody looks.
      const copy = `${paths.device}+`;
      if (existsSync(paths.device)) cpSync(paths.device, copy, { recursive: true });
      paths.device = copy;
    },
    goOffline: (): void => {
      knobs.isOnline = false;
      life?.goDown();
    },
    goOnline: async (): Promise<void> => {
      knobs.isOnline = true;
      life?.goUp();
      await pending.rest();
    },
    flush: async (): Promise<void> => {
      await life?.disk.flush();
    },
    /** What was heard so far, of all lives. */
    heard: (): Sounded[] => [...earlier, ...soundedUntil(life, now())].sort((a, b) => a.from - b.from),
    stop: async (): Promise<void> => {
      await life?.device.stop();
      await pending.rest();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type ShellWorld = Awaited<ReturnType<typeof createShellWorld>>;
