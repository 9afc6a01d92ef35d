import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { type Broker, createBroker } from '../broker/broker.ts';
import { createFfmpegProcessor } from './adapters/audio/ffmpeg-processor.ts';
import { findFfmpeg } from './adapters/audio/find-ffmpeg.ts';
import { systemClock } from './adapters/clock.ts';
import { startHttpServer } from './adapters/http/server.ts';
import { incomingFiles } from './adapters/incoming-files.ts';
import { createKeyFiles } from './adapters/key-files.ts';
import { clientLink } from './adapters/mqtt/client-link.ts';
import { embeddedLink } from './adapters/mqtt/embedded-link.ts';
import { argon2Hasher } from './adapters/password.ts';
import { sha256, systemRandom } from './adapters/random.ts';
import { openSqliteStore } from './adapters/store/sqlite.ts';
import { createAccounts } from './app/accounts.ts';
import { createAudioJobs } from './app/audio-jobs.ts';
import { createBulletins } from './app/bulletins.ts';
import { createClaims } from './app/claims.ts';
import { createConfigSender } from './app/config-sender.ts';
import { loadConfigVersion } from './app/config-version.ts';
import { createConvergence } from './app/convergence.ts';
import { createCoverageReports } from './app/coverage.ts';
import { createDeviceAccess } from './app/device-access.ts';
import { createDeviceDocuments, defaultDeviceSettings } from './app/device-documents.ts';
import { createDeviceReports } from './app/device-reports.ts';
import { createDirectory } from './app/directory.ts';
import { createEventBus } from './app/event-bus.ts';
import { createIngest } from './app/ingest.ts';
import { createLedger } from './app/ledger.ts';
import { createNowPlaying } from './app/now-playing.ts';
import type { DeviceLink, Log } from './app/ports/runtime.ts';
import { createPresence } from './app/presence.ts';
import { createProof } from './app/proof.ts';
import { createPublisher } from './app/publisher.ts';
import { createReadiness } from './app/readiness.ts';
import { createSessions } from './app/sessions.ts';
import { loadSigners } from './app/signing-keys.ts';
import type { Config } from './config.ts';
import { controllerMetrics } from './controller-metrics.ts';
import { loadAreas, loadPublishedFigures, loadStations } from './data/load-areas.ts';
import type { DemoHooks } from './demo/demo-hooks.ts';
import { createApp } from './http/app.ts';
import { createMediaRoutes } from './http/media.ts';
import { sweepUploads } from './http/multipart-upload.ts';
import { createPageRoutes } from './http/page.ts';
import { answerWhileStarting, refuseUnreadable } from './http/starting-up.ts';

/** The province this installation serves. */
const provinceCode = '25';

export type RunningController = Readonly<{
  httpUrl: string;
  /** Null with an external broker. */
  mqttPort: number | null;
  /** Password of the first administrator, when it was made up at this start. */
  generatedPassword: string | null;
  provinceKey: string;
  accounts: ReturnType<typeof createAccounts>;
  sessions: ReturnType<typeof createSessions>;
  stop: () => Promise<void>;
}>;

const foldersOf = (dataDir: string) => ({
  assets: join(dataDir, 'assets'),
  incoming: join(dataDir, 'incoming'),
  uploads: join(dataDir, 'uploads'),
  keys: join(dataDir, 'keys'),
});

/** Builds everything, in the order of what depends on what, and starts it. */
export const composeController = async (deps: {
  config: Config;
  env: NodeJS.ProcessEnv;
  log: Log;
  pageDir: string;
  /** Null outside the demo. */
  demo: DemoHooks | null;
}): Promise<RunningController> => {
  const { config, env, log, demo } = deps;
  const clock = systemClock();
  const random = systemRandom();
  const folders = foldersOf(config.dataDir);
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const folder of [folders.uploads, folders.assets]) await sweepUploads(folder);

  const store = await openSqliteStore({ path: join(config.dataDir, 'truyenthanh.db'), log });
  const directory = createDirectory({ store });
  await store.areas.put(loadAreas());
  await store.stations.put(loadStations());
  await store.stations.putFigures(loadPublishedFigures());
  await directory.load();
  const province = directory.areas.byCode(provinceCode);
  if (!province) throw new Error(`The shipped areas lack the province ${provinceCode}.`);

  const accounts = createAccounts({ store, clock, random, digest: sha256, hasher: argon2Hasher() });
  const { generatedPassword } = await accounts.ensureAdministrator(config.adminPassword, province.key);
  const hasSigned = (await store.documents.all()).length > 0;
  const signers = await loadSigners({ files: createKeyFiles({ directory: folders.keys }), hasSigned, log });
  const events = createEventBus({ log });

  // The address is part of what devices are told, so it must be known first; until all is built it answers 503.
  let answer: (request: Request, env: unknown) => Response | Promise<Response> = answerWhileStarting;
  const server = await startHttpServer({
    ...config.http,
    fetch: (request, bindings) => answer(request, bindings),
    refuse: refuseUnreadable,
  });
  const httpUrl = config.publicUrl ?? `http://127.0.0.1:${server.port}`;

  const authenticate = createDeviceAccess({ directory, digest: sha256 });
  const broker: Broker | null =
    config.mqtt.externalUrl === null
      ? createBroker({
          listeners: [{ kind: 'tcp', host: config.mqtt.host, port: config.mqtt.port }],
          authenticate: async (credentials) => authenticate(credentials),
          log: log.child({ component: 'broker' }),
        })
      : null;
  const external =
    config.mqtt.externalUrl === null ? null : clientLink({ url: config.mqtt.externalUrl, log });
  const link: DeviceLink = broker ? embeddedLink(broker) : linkOf(external);

  const settings = {
    ...defaultDeviceSettings,
    heartbeatIntervalMs: config.heartbeatIntervalMs,
    fetchJitterMs: demo?.fetchJitterMs ?? defaultDeviceSettings.fetchJitterMs,
    mediaBaseUrls: [`${httpUrl}/media`],
  };
  const configVersion = await loadConfigVersion({ store, clock, content: JSON.stringify(settings) });
  const documents = createDeviceDocuments({
    signer: signers.signing,
    clock,
    settings,
    configVersion: configVersion.current,
  });
  const presence = createPresence({
    store,
    directory,
    link,
    clock,
    log,
    events,
    heartbeatIntervalMs: config.heartbeatIntervalMs,
  });
  const proof = createProof({ store, clock, provenDays: config.provenDays });
  const ledger = createLedger({ store, directory, clock, log, events, onEvidence: proof.note });
  const publisher = createPublisher({
    store,
    link,
    signers,
    places: { areas: directory.areas.all, clusters: directory.clusters.all },
    deviceDocuments: documents,
    configVersion,
    clock,
    events,
    log,
  });
  const reports = createDeviceReports();
  const bringConfig = createConfigSender({ documents, link, clock, log });
  const convergence = createConvergence({
    directory,
    presence,
    reports,
    issued: publisher.issued,
    documents,
    bringConfig,
    link,
    clock,
    log,
  });
  const ingest = createIngest({
    directory,
    presence,
    ledger,
    reports,
    documents,
    store,
    link,
    events,
    clock,
    log,
    onNewer: (_deviceId, jws) => void publisher.raiseAbove(jws),
  });
  link.onMessage(ingest.handle);

  const ffmpeg = await findFfmpeg({ env, log });
  const processor = createFfmpegProcessor({
    ffmpegPath: ffmpeg.path,
    env,
    log,
    maxDurationMs: config.maxAudioMs,
  });
  const bulletins = createBulletins({
    store,
    processor,
    incoming: await incomingFiles(folders.incoming),
    createJobs: (callbacks) =>
      createAudioJobs({ ...callbacks, processor, assetDir: folders.assets, concurrency: 1, log }),
    events,
    clock,
    random,
    log,
    onAirChange: () => void publisher.publishAreas('all'),
  });
  const sessions = createSessions({
    store,
    publisher,
    places: { areas: directory.areas.all, clusters: directory.clusters.all },
    clock,
    random,
    events,
    log,
  });
  const readiness = createReadiness({
    store,
    directory,
    presence,
    reports,
    maxClockErrorMs: settings.maxClockErrorMs,
  });
  const playing = createNowPlaying({ store, directory, ledger, clock });
  const coverage = createCoverageReports({
    store,
    directory,
    presenceOf: (deviceId) => presence.of(deviceId)?.state ?? 'unknown',
    proof,
    clock,
    provenDays: config.provenDays,
  });

  const addresses = broker ? await broker.start() : [];
  const mqttPort = addresses[0]?.port ?? null;
  const mqttUrl = config.mqtt.externalUrl ?? `mqtt://127.0.0.1:${mqttPort}`;
  const claims = createClaims({
    store,
    directory,
    clock,
    random,
    digest: sha256,
    link,
    log,
    mqttUrls: [mqttUrl],
    rootKey: signers.root.publicKey,
  });

  await demo?.seed({
    store,
    directory,
    claims,
    processor,
    clock,
    log,
    assetDir: folders.assets,
    scratchDir: folders.uploads,
    provinceKey: province.key,
  });
  await coverage.load();
  await proof.load();
  await presence.start();
  await publisher.start();
  await ledger.start();
  await bulletins.start();
  convergence.start();

  const app = createApp({
    store,
    directory,
    accounts,
    bulletins,
    sessions,
    claims,
    reports: coverage,
    presence,
    readiness,
    playing,
    missingOf: (deviceId) => reports.get(deviceId)?.missing ?? [],
    link,
    events,
    clock,
    random,
    log: log.child({ component: 'http' }),
    networkCut: demo && broker ? demo.networkCut({ broker, clock, events, log }) : null,
    uploadDir: folders.uploads,
    waitingFor: async () => (link.isUp() ? [] : ['mqtt']),
    metrics: controllerMetrics({ broker, ingest, presence, ledger }),
    media: createMediaRoutes({
      assetDir: folders.assets,
      cacheBytes: 256 * 1024 * 1024,
      isServable: store.assets.isServable,
    }),
    page: createPageRoutes({ dist: deps.pageDir }),
    incomingMessage: (c: Context) => (c.env as HttpBindings).incoming,
    remoteAddress: (c) => getConnInfo(c).remote.address,
  });
  answer = (request, bindings) => app.fetch(request, bindings as object);

  return {
    httpUrl,
    mqttPort,
    generatedPassword,
    provinceKey: province.key,
    accounts,
    sessions,
    stop: async () => {
      await server.stop();
      await bulletins.stop();
      await broker?.stop();
      await external?.stop();
      convergence.stop();
      await ingest.drain();
      await ledger.stop();
      await presence.stop();
      await publisher.stop();
      await store.close();
    },
  };
};

const linkOf = (external: DeviceLink | null): DeviceLink => {
  if (external) return external;
  throw new Error('Neither an embedded nor an external broker is configured.');
};
