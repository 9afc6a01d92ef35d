import { createAnnouncing } from '../../../controller/app/announcements/announcing.ts';
import type { AudioComposer } from '../../../controller/app/bulletins/audio-port.ts';
import { createBulletins } from '../../../controller/app/bulletins/bulletins.ts';
import { createCoverageReports } from '../../../controller/app/coverage/coverage.ts';
import { createProof } from '../../../controller/app/coverage/proof.ts';
import { createConfigSender } from '../../../controller/app/devices/config-sender.ts';
import { loadConfigVersion } from '../../../controller/app/devices/config-version.ts';
import { createConvergence } from '../../../controller/app/devices/convergence.ts';
import {
  createDeviceDocuments,
  defaultDeviceSettings,
} from '../../../controller/app/devices/device-documents.ts';
import { createDeviceReports } from '../../../controller/app/devices/device-reports.ts';
import { createDirectory } from '../../../controller/app/directory/directory.ts';
import { createPublisher } from '../../../controller/app/documents/publisher.ts';
import { createEventBus } from '../../../controller/app/event-bus.ts';
import { createDeviceTroubles } from '../../../controller/app/incidents/device-troubles.ts';
import { createIncidents } from '../../../controller/app/incidents/incidents.ts';
import { createUnreadySessions } from '../../../controller/app/incidents/unready-sessions.ts';
import { createUnstartedAnnouncements } from '../../../controller/app/incidents/unstarted-announcements.ts';
import { createIngest } from '../../../controller/app/ingest/ingest.ts';
import { createLedger } from '../../../controller/app/ledger/ledger.ts';
import { createPolicies } from '../../../controller/app/policies/policies.ts';
import type { Log, Random } from '../../../controller/app/ports/runtime.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { createPresence } from '../../../controller/app/presence/presence.ts';
import { createComingSessions } from '../../../controller/app/sessions/coming-sessions.ts';
import { createPriorityOrders } from '../../../controller/app/sessions/priority-orders.ts';
import { createReadiness } from '../../../controller/app/sessions/readiness.ts';
import { createSessions } from '../../../controller/app/sessions/sessions.ts';
import { createRuleCache } from '../../../controller/domain/recurrence.ts';
import type { Sealing } from '../engine/sealing.ts';
import type { ControllerLink } from '../network/controller-link.ts';
import { noAudio } from './no-audio.ts';
import type { ProcessLife } from './process-life.ts';

export type SimController = Awaited<ReturnType<typeof createSimController>>;

export const provenDays = 7;

/** The controller's app layer put together as its composition root does, on ports of a virtual world. */
export const createSimController = async (deps: {
  life: ProcessLife;
  store: Store;
  link: ControllerLink;
  sealing: Sealing;
  random: Random;
  log: Log;
  composer: AudioComposer;
  heartbeatIntervalMs: number;
  timeSyncIntervalMs: number;
}) => {
  const { life, store, link, sealing, random, log, heartbeatIntervalMs, timeSyncIntervalMs } = deps;
  const { clock } = life;
  const { verify } = sealing;
  const signers = { root: sealing.signer('root'), signing: sealing.signer('signing') };
  const events = createEventBus({ log });
  const directory = createDirectory({ store });
  await directory.load();
  const places = { areas: directory.areas.all, clusters: directory.clusters.all };
  const base = { store, directory, clock, log, events, link };

  const settings = {
    ...defaultDeviceSettings,
    heartbeatIntervalMs,
    timeSyncIntervalMs,
    // How close clocks come has tests of its own; here it would be most of what happens.
    startSyncIntervalMs: timeSyncIntervalMs,
    mediaBaseUrls: ['http://controller.example/media'],
  };
  const configVersion = await loadConfigVersion({ store, clock, content: JSON.stringify(settings) });
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
    verify,
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
      createDeviceTroubles({
        ...base,
        presence,
        reports,
        patienceMs: 3 * heartbeatIntervalMs,
        maxClockErrorMs,
      }),
      createUnreadySessions({ store, coming, readiness, clock, threshold: 0.2 }),
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
    verify,
    onNewer: (_deviceId, jws) => void publisher.raiseAbove(jws),
  });
  const announcing = createAnnouncing({
    ...base,
    random,
    presence,
    reports,
    publisher,
    documents,
    composer: deps.composer,
    assetDir: '',
    pathOf: (sha256) => sha256,
  });
  const bulletins = createBulletins({
    ...base,
    ...noAudio,
    random,
    onAirChange: () => void publisher.publishAreas('all'),
  });
  const coverage = createCoverageReports({
    store,
    directory,
    presenceOf: (deviceId) => presence.of(deviceId)?.state ?? 'unknown',
    proof,
    clock,
    provenDays,
  });
  const parse = createRuleCache();
  const priorityOrders = createPriorityOrders({ store, publisher, places, parse, clock, events, log });
  const policies = createPolicies({ store, publisher, places, clock, events, log });
  const sessions = createSessions({ store, publisher, places, clock, random, events, log });

  link.onMessage(ingest.handle);
  await coverage.load();
  await proof.load();
  await presence.start();
  await publisher.start();
  await incidents.start();
  await announcing.start();
  await ledger.start();
  await bulletins.start();
  convergence.start();
  return {
    announcing,
    bulletins,
    coverage,
    directory,
    ingest,
    ledger,
    policies,
    presence,
    priorityOrders,
    publisher,
    readiness,
    sessions,
    store,
  };
};
