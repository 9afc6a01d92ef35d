import { hostname } from 'node:os';
import { join } from 'node:path';
import { createFfmpegComposer } from '../adapters/audio/ffmpeg-composer.ts';
import { createFfmpegProcessor } from '../adapters/audio/ffmpeg-processor.ts';
import { findFfmpeg } from '../adapters/audio/find-ffmpeg.ts';
import { auditTipFile } from '../adapters/audit-tip-file.ts';
import { incomingFiles } from '../adapters/incoming-files.ts';
import { argon2Hasher } from '../adapters/password.ts';
import { sha256 } from '../adapters/random.ts';
import { openSyslogSink } from '../adapters/syslog/syslog-sink.ts';
import { createAuditCheckpoints } from '../app/audit/audit-checkpoints.ts';
import { createAuditForwarding } from '../app/audit/audit-forwarding.ts';
import { createAudioJobs } from '../app/bulletins/audio-jobs.ts';
import { createCutOffWatch } from '../app/bulletins/cut-off-watch.ts';
import { defaultDeviceSettings } from '../app/devices/device-documents.ts';
import { createDeviceVerifier } from '../app/devices/device-signatures.ts';
import { createInbox } from '../app/inbox/inbox.ts';
import { createCertificateTroubles } from '../app/incidents/certificate-troubles.ts';
import { createAsRunLog } from '../app/ledger/as-run-log.ts';
import { createNowPlaying } from '../app/ledger/now-playing.ts';
import type { DeviceLink } from '../app/ports/runtime.ts';
import type { ServerTrust } from '../app/ports/server-trust.ts';
import { createRetention } from '../app/retention/retention.ts';
import { createDryRuns } from '../app/sessions/dry-run.ts';
import type { Config } from '../config.ts';
import { createDeviceServices } from './device-services.ts';
import { createEngine } from './engine.ts';
import type { Foundations } from './foundations.ts';
import { createNotifying } from './notifying.ts';
import { createPeopleServices } from './people-services.ts';

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
  serverTrust: ServerTrust;
  approvalCutOffMs: number;
  fetchJitterMs: number | undefined;
  closeAfterMs: number | undefined;
}) => {
  const { foundations, config, env, link, httpUrl, mqttUrls } = deps;
  const { clock, random, log, events, folders, store, directory, signers, sealing, keyFolder } = foundations;
  const base = { store, directory, clock, log, events, link };
  const ffmpeg = await findFfmpeg({ env, log });
  const processor = createFfmpegProcessor({
    ffmpegPath: ffmpeg.path,
    env,
    log,
    maxDurationMs: config.maxAudioMs,
  });
  const { notices, notifier, notifyIncidents } = await createNotifying({ foundations, config, httpUrl });
  const engine = await createEngine({
    ...base,
    random,
    signers,
    changedSigners: keyFolder.changed,
    digest: sha256,
    verify: createDeviceVerifier(),
    settings: {
      ...defaultDeviceSettings,
      heartbeatIntervalMs: config.heartbeatIntervalMs,
      fetchJitterMs: deps.fetchJitterMs ?? defaultDeviceSettings.fetchJitterMs,
      mediaBaseUrls: [`${httpUrl}/media`],
      zoneStaggerMs: config.zoneStaggerMs,
    },
    provenDays: config.provenDays,
    silentAfterMs: config.silentAfterMs,
    soundingMs: config.soundingMs,
    unreadyShare: config.unreadyShare,
    notifyIncidents,
    otherTroubles: [
      createCertificateTroubles({
        certificate: deps.serverTrust.certificate,
        provinceKey: () => foundations.province.key,
        clock,
      }),
    ],
    approvalCutOffMs: deps.approvalCutOffMs,
    notifier,
    closeAfterMs: deps.closeAfterMs,
    composer: createFfmpegComposer({ ffmpegPath: ffmpeg.path, env, processor }),
    assetDir: folders.assets,
    pathOf: (hash) => join(folders.assets, `${hash}.mp3`),
    uploads: {
      processor,
      incoming: await incomingFiles(folders.incoming),
      createJobs: (callbacks) =>
        createAudioJobs({ ...callbacks, processor, assetDir: folders.assets, concurrency: 1, clock, log }),
    },
  });
  const { announcing, ledger, parse, places, sessions } = engine;

  return {
    ...engine,
    ...createPeopleServices({
      ...base,
      secondFactor: config.secondFactor,
      random,
      sealing,
      digest: sha256,
      hasher: argon2Hasher(),
    }),
    asRun: createAsRunLog(base),
    auditCheckpoints: createAuditCheckpoints({
      ...base,
      signer: engine.ring.signing,
      tip: auditTipFile(config.dataDir),
      digest: sha256,
    }),
    auditForwarding: config.syslog
      ? createAuditForwarding({ ...base, sink: await openSyslogSink(config.syslog), host: hostname() })
      : null,
    ...createDeviceServices({
      ...{ foundations, engine, link, mqttUrls, httpUrl },
      ...{ serverTrust: deps.serverTrust, root: signers.root },
    }),
    cutOffWatch: createCutOffWatch({ ...base, parse, cutOffMs: deps.approvalCutOffMs, notifier }),
    dryRuns: createDryRuns({ store, places, parse, clock }),
    inbox: createInbox({ store, sessions, places, clock, random, events, log }),
    playing: createNowPlaying({ ...base, ledger, isSilenced: announcing.progress.isSilenced }),
    notices,
    notifier,
    processor,
    retention: createRetention({
      ...base,
      deviceIds: () => Array.from(directory.devices.all(), ({ id }) => id),
      days: config.retentionDays,
    }),
  };
};
