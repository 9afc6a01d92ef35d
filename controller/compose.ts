import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { HttpServer } from './adapters/http/server.ts';
import type { ServerCertificate } from './adapters/tls/server-certificate.ts';
import type { LiveAnnouncements } from './app/announcements/live-announcements.ts';
import { sharedCredentialsFinding } from './app/incidents/shared-credentials.ts';
import type { Accounts } from './app/people/accounts.ts';
import type { DeviceLink, Log } from './app/ports/runtime.ts';
import type { Sessions } from './app/sessions/sessions.ts';
import { controllerMetrics } from './composition/controller-metrics.ts';
import type { DemoHooks } from './composition/demo-hooks.ts';
import { createDeviceSide, type DeviceSide, type MqttPorts } from './composition/device-side.ts';
import { startEngine } from './composition/engine.ts';
import { type Foundations, layFoundations } from './composition/foundations.ts';
import { openCertificate, openFrontDoor, trustOf } from './composition/front-door.ts';
import { createServices, type Services } from './composition/services.ts';
import type { Config } from './config.ts';
import { createApp } from './http/app.ts';
import { createMediaRoutes } from './http/media.ts';
import { createMediaAccess } from './http/media-access.ts';
import { createPageRoutes } from './http/page.ts';
import { answerWhileStarting } from './http/starting-up.ts';

/** Hot audio files held in memory: a few sessions' worth. */
const mediaCacheBytes = 256 * 1024 * 1024;

export type RunningController = Readonly<{
  httpUrl: string;
  /** Of the embedded broker, plain TCP; null with an external one. */
  mqttPort: number | null;
  mqttPorts: MqttPorts;
  /** SHA-256 of the authority that this server has made for itself; null when it needs none. */
  tlsFingerprint: string | null;
  /** Password of the first administrator, when it was made up at this start. */
  generatedPassword: string | null;
  provinceKey: string;
  accounts: Accounts;
  sessions: Sessions;
  live: LiveAnnouncements;
  /** What passes between controller and devices, for whoever watches it. */
  link: DeviceLink;
  /** Takes up renewed certificates. */
  reload: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** The other way round; the database closes when nobody writes any more. */
const stop = async (
  server: HttpServer,
  certificate: ServerCertificate | null,
  devices: DeviceSide,
  services: Services,
  foundations: Foundations,
) => {
  certificate?.stop();
  await server.stop();
  await services.cutOffWatch.stop();
  await services.bulletins.stop();
  await services.retention.stop();
  await devices.stop();
  services.convergence.stop();
  await services.ingest.drain();
  await services.ledger.stop();
  await services.announcing.stop();
  await services.incidents.stop();
  await services.notices.stop();
  await services.presence.stop();
  await services.publisher.stop();
  await services.auditCheckpoints.stop();
  await services.auditForwarding?.stop();
  await foundations.store.close();
};

/** Builds everything, in the order of what depends on what, and starts it. */
export const composeController = async (deps: {
  config: Config;
  env: NodeJS.ProcessEnv;
  log: Log;
  pageDir: string;
  /** Null outside the demo. */
  demo: DemoHooks | null;
}): Promise<RunningController> => {
  const { config, env, log, pageDir, demo } = deps;
  const foundations = await layFoundations(config, log);
  const { store, directory, folders, clock, events, province } = foundations;

  // The address is part of what devices are told, so it must be known first; until all is built it answers 503.
  let answer: (request: Request, bindings: HttpBindings) => Response | Promise<Response> =
    answerWhileStarting;
  const certificate = await openCertificate(config, foundations);
  const door = await openFrontDoor({
    config,
    certificate,
    answer: (request, bindings) => answer(request, bindings),
  });
  const { server, url: httpUrl } = door;
  const { hostname } = new URL(httpUrl);

  const devices = createDeviceSide(config, foundations, certificate);
  const { broker, link } = devices;
  const serverTrust = trustOf(config, certificate);
  const approvalCutOffMs = demo?.approvalCutOffMs ?? config.approvalCutOffMs;
  const services = await createServices({
    foundations,
    config,
    env,
    link,
    httpUrl,
    mqttUrls: () => devices.urls(hostname),
    serverTrust,
    approvalCutOffMs,
    fetchJitterMs: demo?.fetchJitterMs,
    closeAfterMs: demo?.closeAfterMs,
  });
  const { accounts, claims, coverage, processor, reports, sessions } = services;
  const { generatedPassword } = await accounts.ensureAdministrator(config.adminPassword, province.key);
  link.onMessage(services.ingest.handle);
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
  await startEngine(services);
  broker?.onFlapping((flapping) => {
    const finding = sharedCredentialsFinding(directory, flapping);
    if (!finding) return;
    services.incidents
      .record(store, [finding])
      .catch((error: unknown) => log.error({ err: error }, 'An incident could not be stored'));
  });
  services.retention.start();
  await services.auditCheckpoints.start();
  await services.auditForwarding?.start();
  services.notices.start();
  await services.cutOffWatch.start();
  // Devices come last: what they say finds everybody at their place.
  const mqttPorts = await devices.open();

  const app = createApp({
    ...foundations,
    ...services,
    certificate: serverTrust.certificate,
    reports: coverage,
    approvalCutOffMs,
    missingOf: (deviceId) => reports.get(deviceId)?.missing ?? [],
    link,
    log: log.child({ component: 'http' }),
    networkCut: demo && broker ? demo.networkCut({ broker, clock, events, log }) : null,
    uploadDir: folders.uploads,
    waitingFor: async () => (link.isUp() ? [] : ['mqtt']),
    metrics: controllerMetrics({ broker, certificate, server, ...services }),
    media: createMediaRoutes({
      assetDir: folders.assets,
      cacheBytes: mediaCacheBytes,
      isServable: createMediaAccess({ store, directory, identities: services.identities }),
    }),
    page: createPageRoutes({ dist: pageDir }),
    incomingMessage: (c: Context) => (c.env as HttpBindings).incoming,
    remoteAddress: (c) => door.addressOf((c.env as HttpBindings).incoming),
  });
  answer = (request, bindings) => app.fetch(request, bindings);

  return {
    httpUrl,
    mqttPort: mqttPorts.mqtt,
    mqttPorts,
    tlsFingerprint: certificate?.fingerprint() ?? null,
    generatedPassword,
    provinceKey: province.key,
    accounts,
    sessions,
    live: services.announcing.live,
    link,
    reload: async () => certificate?.reload(),
    stop: () => stop(server, certificate, devices, services, foundations),
  };
};
