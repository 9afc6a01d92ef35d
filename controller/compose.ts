import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { type Broker, createBroker } from '../broker/broker.ts';
import { type HttpServer, startHttpServer } from './adapters/http/server.ts';
import { clientLink } from './adapters/mqtt/client-link.ts';
import { embeddedLink } from './adapters/mqtt/embedded-link.ts';
import { sha256 } from './adapters/random.ts';
import type { Accounts } from './app/accounts.ts';
import type { LiveAnnouncements } from './app/announcements/live-announcements.ts';
import { createDeviceAccess } from './app/devices/device-access.ts';
import type { DeviceLink, Log } from './app/ports/runtime.ts';
import type { Sessions } from './app/sessions/sessions.ts';
import type { Config } from './config.ts';
import { controllerMetrics } from './controller-metrics.ts';
import type { DemoHooks } from './demo/demo-hooks.ts';
import { startEngine } from './engine.ts';
import { type Foundations, layFoundations } from './foundations.ts';
import { createApp } from './http/app.ts';
import { createMediaRoutes } from './http/media.ts';
import { createMediaAccess } from './http/media-access.ts';
import { createPageRoutes } from './http/page.ts';
import { answerWhileStarting, refuseUnreadable } from './http/starting-up.ts';
import { createServices, type Services } from './services.ts';

/** Hot audio files held in memory: a few sessions' worth. */
const mediaCacheBytes = 256 * 1024 * 1024;

export type RunningController = Readonly<{
  httpUrl: string;
  /** Null with an external broker. */
  mqttPort: number | null;
  /** Password of the first administrator, when it was made up at this start. */
  generatedPassword: string | null;
  provinceKey: string;
  accounts: Accounts;
  sessions: Sessions;
  live: LiveAnnouncements;
  /** What passes between controller and devices, for whoever watches it. */
  link: DeviceLink;
  stop: () => Promise<void>;
}>;

/** The way to devices: a broker in this process, or a client of an external one. */
type DeviceSide = Readonly<{
  broker: Broker | null;
  link: DeviceLink;
  /** Lets devices in; gives the port of an embedded broker. */
  open: () => Promise<number | null>;
  stop: () => Promise<void>;
}>;

const createDeviceSide = (config: Config, { directory, log }: Foundations): DeviceSide => {
  if (config.mqtt.externalUrl !== null) {
    const external = clientLink({ url: config.mqtt.externalUrl, log });
    return { broker: null, link: external, open: async () => null, stop: external.stop };
  }
  const authenticate = createDeviceAccess({ directory, digest: sha256 });
  const broker = createBroker({
    listeners: [{ kind: 'tcp', host: config.mqtt.host, port: config.mqtt.port }],
    authenticate: async (credentials) => authenticate(credentials),
    log: log.child({ component: 'broker' }),
  });
  const open = async (): Promise<number | null> => (await broker.start())[0]?.port ?? null;
  return { broker, link: embeddedLink(broker), open, stop: broker.stop };
};

/** The other way round; the database closes when nobody writes any more. */
const stop = async (
  server: HttpServer,
  devices: DeviceSide,
  services: Services,
  foundations: Foundations,
) => {
  await server.stop();
  await services.bulletins.stop();
  await devices.stop();
  services.convergence.stop();
  await services.ingest.drain();
  await services.ledger.stop();
  await services.announcing.stop();
  await services.incidents.stop();
  await services.presence.stop();
  await services.publisher.stop();
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
  let answer: (request: Request, env: unknown) => Response | Promise<Response> = answerWhileStarting;
  const server = await startHttpServer({
    ...config.http,
    fetch: (request, bindings) => answer(request, bindings),
    refuse: refuseUnreadable,
  });
  const httpUrl = config.publicUrl ?? `http://127.0.0.1:${server.port}`;

  const devices = createDeviceSide(config, foundations);
  const { broker, link } = devices;
  let mqttPort: number | null = null;
  const services = await createServices({
    foundations,
    config,
    env,
    link,
    httpUrl,
    mqttUrls: () => [config.mqtt.externalUrl ?? `mqtt://127.0.0.1:${mqttPort}`],
    tlsFingerprint: () => null,
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
  // Devices come last: what they say finds everybody at their place.
  mqttPort = await devices.open();

  const app = createApp({
    ...foundations,
    ...services,
    reports: coverage,
    missingOf: (deviceId) => reports.get(deviceId)?.missing ?? [],
    link,
    log: log.child({ component: 'http' }),
    networkCut: demo && broker ? demo.networkCut({ broker, clock, events, log }) : null,
    uploadDir: folders.uploads,
    waitingFor: async () => (link.isUp() ? [] : ['mqtt']),
    metrics: controllerMetrics({ broker, ...services }),
    media: createMediaRoutes({
      assetDir: folders.assets,
      cacheBytes: mediaCacheBytes,
      isServable: createMediaAccess({ store, directory, accounts }),
    }),
    page: createPageRoutes({ dist: pageDir }),
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
    live: services.announcing.live,
    link,
    stop: () => stop(server, devices, services, foundations),
  };
};
