import { join } from 'node:path';
import { createFfmpegComposer } from './adapters/audio/ffmpeg-composer.ts';
import { createFfmpegProcessor } from './adapters/audio/ffmpeg-processor.ts';
import { findFfmpeg } from './adapters/audio/find-ffmpeg.ts';
import { incomingFiles } from './adapters/incoming-files.ts';
import { argon2Hasher } from './adapters/password.ts';
import { sha256 } from './adapters/random.ts';
import { createAccounts } from './app/accounts.ts';
import { createAnnouncing } from './app/announcements/announcing.ts';
import { createAudioJobs } from './app/bulletins/audio-jobs.ts';
import { createBulletins } from './app/bulletins/bulletins.ts';
import { createCoverageReports } from './app/coverage/coverage.ts';
import { createProof } from './app/coverage/proof.ts';
import { createClaims } from './app/devices/claims.ts';
import { createConfigSender } from './app/devices/config-sender.ts';
import { loadConfigVersion } from './app/devices/config-version.ts';
import { createConvergence } from './app/devices/convergence.ts';
import { createDeviceDocuments, defaultDeviceSettings } from './app/devices/device-documents.ts';
import { createDeviceReports } from './app/devices/device-reports.ts';
import { createPublisher } from './app/documents/publisher.ts';
import { createInbox } from './app/inbox/inbox.ts';
import { createDeviceTroubles } from './app/incidents/device-troubles.ts';
import { createIncidents } from './app/incidents/incidents.ts';
import { createUnreadySessions } from './app/incidents/unready-sessions.ts';
import { createUnstartedAnnouncements } from './app/incidents/unstarted-announcements.ts';
import { createIngest } from './app/ingest/ingest.ts';
import { createAsRunLog } from './app/ledger/as-run-log.ts';
import { createLedger } from './app/ledger/ledger.ts';
import { createNowPlaying } from './app/ledger/now-playing.ts';
import { createPolicies } from './app/policies/policies.ts';
import type { DeviceLink } from './app/ports/runtime.ts';
import { createPresence } from './app/presence/presence.ts';
import { createComingSessions } from './app/sessions/coming-sessions.ts';
import { createDryRuns } from './app/sessions/dry-run.ts';
import { createPriorityOrders } from './app/sessions/priority-orders.ts';
import { createReadiness } from './app/sessions/readiness.ts';
import { createSessions } from './app/sessions/sessions.ts';
import type { Config } from './config.ts';
import { createRuleCache } from './domain/recurrence.ts';
import type { Foundations } from './foundations.ts';

export type Services = Awaited<ReturnType<typeof createServices>>;

/** The use cases of the controller, each on what it needs and none of them started. */
export const createServices = async (deps: {
  foundations: Foundations;
  config: Config;
  env: NodeJS.ProcessEnv;
  link: DeviceLink;
  /** Where browsers and devices reach this server. */
  httpUrl: string;
  mqttUrls: () => readonly string[];
  fetchJitterMs: number | undefined;
  closeAfterMs: number | undefined;
}) => {
  const { foundations, config, env, link, httpUrl, mqttUrls } = deps;
  const { clock, random, log, events, folders, store, directory, signers } = foundations;
  const { heartbeatIntervalMs, provenDays } = config;
  const places = { areas: directory.areas.all, clusters: directory.clusters.all };
  const parse = createRuleCache();
  const base = { store, directory, clock, log, events, link };

  const settings = {
    ...defaultDeviceSettings,
    heartbeatIntervalMs,
    fetchJitterMs: deps.fetchJitterMs ?? defaultDeviceSettings.fetchJitterMs,
    mediaBaseUrls: [`${httpUrl}/media`],
    zoneStaggerMs: config.zoneStaggerMs,
  };
  // Configs name the areas above a commune: another tree makes every config a new one.
  const parents = directory.areas.all().map(({ key, parentKey }) => [key, parentKey]);
  const content = JSON.stringify({ settings, areas: sha256(JSON.stringify(parents)) });
  const configVersion = await loadConfigVersion({ store, clock, content });
  const documents = createDeviceDocuments({
    signer: signers.signing,
    clock,
    settings,
    configVersion: configVersion.current,
    ancestorsOf: (areaKey) => directory.areas.ancestors(areaKey).map(({ key }) => key),
  });
  const publisher = createPublisher({
    ...base,
    signers,
    places,
    deviceDocuments: documents,
    configVersion,
    parse,
  });

  const presence = createPresence({ ...base, heartbeatIntervalMs });
  const proof = createProof({ store, clock, provenDays });
  const reports = createDeviceReports();
  const { maxClockErrorMs } = settings;
  const readiness = createReadiness({ store, directory, presence, reports, maxClockErrorMs });
  const coming = createComingSessions({ store, clock });
  const incidents = createIncidents({
    ...base,
    random,
    sources: [
      createDeviceTroubles({ ...base, presence, reports, patienceMs: config.silentAfterMs, maxClockErrorMs }),
      createUnreadySessions({ store, coming, readiness, clock, threshold: config.unreadyShare }),
      createUnstartedAnnouncements({
        inForce: () => announcing.live.inForce(),
        progressOf: (one) => announcing.progress.now(one),
        clock,
      }),
    ],
  });
  const ledger = createLedger({
    ...base,
    onEvidence: (rows) => {
      proof.note(rows);
      announcing.progress.note(rows);
    },
    recordIncidents: incidents.record,
    closeAfterMs: deps.closeAfterMs,
  });
  const bringConfig = createConfigSender({ documents, link, clock, log });
  const convergence = createConvergence({
    ...base,
    presence,
    reports,
    issued: publisher.issued,
    documents,
    bringConfig,
    coming,
  });
  const ingest = createIngest({
    ...base,
    presence,
    ledger,
    reports,
    documents,
    onNewer: (_deviceId, jws) => void publisher.raiseAbove(jws),
  });

  const ffmpeg = await findFfmpeg({ env, log });
  const processor = createFfmpegProcessor({
    ffmpegPath: ffmpeg.path,
    env,
    log,
    maxDurationMs: config.maxAudioMs,
  });
  const announcing = createAnnouncing({
    ...base,
    random,
    presence,
    reports,
    publisher,
    documents,
    composer: createFfmpegComposer({ ffmpegPath: ffmpeg.path, env, processor }),
    assetDir: folders.assets,
    pathOf: (hash) => join(folders.assets, `${hash}.mp3`),
  });
  const bulletins = createBulletins({
    ...base,
    random,
    processor,
    incoming: await incomingFiles(folders.incoming),
    createJobs: (callbacks) =>
      createAudioJobs({ ...callbacks, processor, assetDir: folders.assets, concurrency: 1, clock, log }),
    onAirChange: () => void publisher.publishAreas('all'),
  });

  const sessions = createSessions({ store, publisher, places, parse, clock, random, events, log });

  return {
    accounts: createAccounts({ store, clock, random, digest: sha256, hasher: argon2Hasher() }),
    announcing,
    asRun: createAsRunLog(base),
    bulletins,
    claims: createClaims({ ...base, random, digest: sha256, mqttUrls, rootKey: signers.root.publicKey }),
    convergence,
    coverage: createCoverageReports({
      store,
      directory,
      presenceOf: (deviceId) => presence.of(deviceId)?.state ?? 'unknown',
      proof,
      clock,
      provenDays,
    }),
    incidents,
    ingest,
    ledger,
    playing: createNowPlaying({ ...base, ledger, isSilenced: announcing.progress.isSilenced }),
    dryRuns: createDryRuns({ store, places, parse, clock }),
    priorityOrders: createPriorityOrders({ store, publisher, places, parse, clock, events, log }),
    policies: createPolicies({ store, publisher, places, parse, clock, events, log }),
    presence,
    processor,
    proof,
    publisher,
    readiness,
    reports,
    sessions,
    inbox: createInbox({ store, sessions, places, clock, random, events, log }),
  };
};
