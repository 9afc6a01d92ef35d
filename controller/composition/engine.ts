import { createAnnouncing } from '../app/announcements/announcing.ts';
import { createApprovals } from '../app/bulletins/approvals.ts';
import { createBulletins } from '../app/bulletins/bulletins.ts';
import { createSoloApprovals } from '../app/bulletins/solo-approvals.ts';
import { createCoverageReports } from '../app/coverage/coverage.ts';
import { createProof } from '../app/coverage/proof.ts';
import { createConfigSender } from '../app/devices/config-sender.ts';
import { loadConfigVersion } from '../app/devices/config-version.ts';
import { createConvergence } from '../app/devices/convergence.ts';
import type { DeviceSettings } from '../app/devices/device-documents.ts';
import { createDeviceDocuments } from '../app/devices/device-documents.ts';
import { createDeviceReports } from '../app/devices/device-reports.ts';
import type { VerifyDevice } from '../app/devices/device-signatures.ts';
import { createHoldings, keysHeld } from '../app/devices/holdings.ts';
import type { Directory } from '../app/directory/directory.ts';
import { createKeyRing } from '../app/documents/key-ring.ts';
import { createPublisher } from '../app/documents/publisher.ts';
import type { Signers } from '../app/documents/signing-keys.ts';
import { createDeviceTroubles } from '../app/incidents/device-troubles.ts';
import { createIncidents, type IncidentSource } from '../app/incidents/incidents.ts';
import { createKeyTroubles } from '../app/incidents/key-troubles.ts';
import { createUnreadySessions } from '../app/incidents/unready-sessions.ts';
import { createUnstartedAnnouncements } from '../app/incidents/unstarted-announcements.ts';
import { createIngest } from '../app/ingest/ingest.ts';
import { createLedger } from '../app/ledger/ledger.ts';
import { createPolicies } from '../app/policies/policies.ts';
import type { AudioComposer } from '../app/ports/audio.ts';
import type { EventBus } from '../app/ports/events.ts';
import type { Notifier } from '../app/ports/notifier.ts';
import type { Clock, DeviceLink, Digest, Log, Random } from '../app/ports/runtime.ts';
import type { Store } from '../app/ports/store.ts';
import { createPresence } from '../app/presence/presence.ts';
import { createComingSessions } from '../app/sessions/coming-sessions.ts';
import { createPriorityOrders } from '../app/sessions/priority-orders.ts';
import { createReadiness } from '../app/sessions/readiness.ts';
import { createSessions } from '../app/sessions/sessions.ts';
import { createRuleCache } from '../domain/recurrence.ts';

export type Engine = Awaited<ReturnType<typeof createEngine>>;

/**
 * The use cases that plan, publish, hear and account, each on ports alone and none of them started. The simulation
 * runs these very ones, so that it judges the product and not another way to put it together.
 */
export const createEngine = async (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  log: Log;
  events: EventBus;
  link: DeviceLink;
  signers: Signers;
  /** The key files, when they are others than before. */
  changedSigners?: () => Promise<Signers | null>;
  digest: Digest;
  /** Checks signatures of devices, and one's own. */
  verify: VerifyDevice;
  settings: DeviceSettings;
  provenDays: number;
  /** Offline this long is an incident. */
  silentAfterMs: number;
  /** A larger share of receivers not ready makes a session an incident, 0 to 1. */
  unreadyShare: number;
  /** Approved later than that before an occurrence begins, a bulletin does not air in it. */
  approvalCutOffMs: number;
  notifier: Notifier;
  closeAfterMs?: number | undefined;
  /** How long announcements that sound may be believed without a newer document. */
  soundingMs?: number | undefined;
  /** Tells people of incidents as they are stored. */
  notifyIncidents?: Parameters<typeof createIncidents>[0]['notify'];
  /** What else may be wrong, outside of what is planned, published and heard. */
  otherTroubles?: readonly IncidentSource[];
  composer: AudioComposer;
  assetDir: string;
  pathOf: (sha256: string) => string;
  /** What bulletins need for uploads. */
  uploads: Pick<Parameters<typeof createBulletins>[0], 'processor' | 'incoming' | 'createJobs'>;
}) => {
  const { store, directory, clock, random, log, events, link, digest, verify, settings } = deps;
  const { provenDays } = deps;
  const places = { areas: directory.areas.all, clusters: directory.clusters.all };
  const parse = createRuleCache();
  const base = { store, directory, clock, log, events, link };

  // Configs name the areas above a commune: another tree makes every config a new one.
  const parents = directory.areas.all().map(({ key, parentKey }) => [key, parentKey]);
  const content = JSON.stringify({ settings, areas: digest(JSON.stringify(parents)) });
  const configVersion = await loadConfigVersion({
    store,
    clock,
    content,
    above: () => [...directory.devices.all()].reduce((most, one) => Math.max(most, one.configVersion), 0),
  });
  const ring = createKeyRing({
    signers: deps.signers,
    store,
    verify,
    held: () => keysHeld({ directory, holdings, presence }),
    clock,
    log,
  });
  const documents = createDeviceDocuments({
    signer: ring.signing,
    clock,
    settings,
    configVersion: configVersion.current,
    ancestorsOf: (areaKey) => directory.areas.ancestors(areaKey).map(({ key }) => key),
  });
  const publisher = createPublisher({
    ...base,
    ring,
    ...(deps.changedSigners ? { changedSigners: deps.changedSigners } : {}),
    soundingMs: deps.soundingMs,
    places,
    deviceDocuments: documents,
    configVersion,
    parse,
    verify,
  });

  const presence = createPresence({ ...base, heartbeatIntervalMs: settings.heartbeatIntervalMs });
  const proof = createProof({ store, clock, provenDays });
  const reports = createDeviceReports();
  const holdings = createHoldings({ presence, reports });
  const { maxClockErrorMs } = settings;
  const readiness = createReadiness({ store, directory, presence, reports, maxClockErrorMs });
  const coming = createComingSessions({ store, clock });
  const incidents = createIncidents({
    ...base,
    random,
    notify: deps.notifyIncidents,
    sources: [
      createDeviceTroubles({ ...base, presence, reports, patienceMs: deps.silentAfterMs, maxClockErrorMs }),
      createKeyTroubles({
        ring,
        provinceKey: () => directory.areas.atLevel('province')[0]?.key ?? null,
        clock,
      }),
      ...(deps.otherTroubles ?? []),
      createUnreadySessions({ store, coming, readiness, clock, threshold: deps.unreadyShare }),
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
    onPlanned: proof.notePlanned,
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
    verify,
    continueAbove: publisher.raiseAbove,
  });

  const announcing = createAnnouncing({
    ...base,
    soundingMs: deps.soundingMs,
    random,
    presence,
    reports,
    publisher,
    documents,
    notifier: deps.notifier,
    recordIncidents: incidents.record,
    composer: deps.composer,
    assetDir: deps.assetDir,
    pathOf: deps.pathOf,
  });
  const onAirChange = (): void => void publisher.publishAreas('all');
  const solo = createSoloApprovals(base);
  const approvals = createApprovals({
    ...base,
    solo,
    notifier: deps.notifier,
    cutOffMs: deps.approvalCutOffMs,
    onAirChange,
  });
  const bulletins = createBulletins({ ...base, ...deps.uploads, approvals, random, onAirChange });
  const coverage = createCoverageReports({
    store,
    directory,
    presenceOf: (deviceId) => presence.of(deviceId)?.state ?? 'unknown',
    proof,
    clock,
    provenDays,
  });
  const planning = { store, publisher, places, parse, clock, events, log };

  return {
    announcing,
    approvals,
    bringConfig,
    bulletins,
    configVersion,
    convergence,
    coverage,
    documents,
    incidents,
    ingest,
    ledger,
    parse,
    places,
    policies: createPolicies(planning),
    presence,
    priorityOrders: createPriorityOrders(planning),
    proof,
    publisher,
    readiness,
    reports,
    ring,
    sessions: createSessions({ ...planning, random }),
    solo,
  };
};

/** In the order of who needs whom. Messages of devices are let in afterwards. */
export const startEngine = async (engine: Engine): Promise<void> => {
  await engine.coverage.load();
  await engine.proof.load();
  await engine.presence.start();
  await engine.publisher.start();
  await engine.incidents.start();
  await engine.announcing.start();
  await engine.ledger.start();
  await engine.bulletins.start();
  engine.convergence.start();
};
