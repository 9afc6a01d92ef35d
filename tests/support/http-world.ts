import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { type Context, Hono } from 'hono';
import { formatClaimLink } from '#protocol';
import { createCurrentActor } from '../../controller/adapters/current-actor.ts';
import { argon2Hasher } from '../../controller/adapters/password.ts';
import { sha256, sha256OfBytes, systemRandom } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createApprovals } from '../../controller/app/bulletins/approvals.ts';
import { audioFault } from '../../controller/app/bulletins/audio-faults.ts';
import { createAudioJobs } from '../../controller/app/bulletins/audio-jobs.ts';
import { createBulletins } from '../../controller/app/bulletins/bulletins.ts';
import { createSoloApprovals } from '../../controller/app/bulletins/solo-approvals.ts';
import { createCoverageReports } from '../../controller/app/coverage/coverage.ts';
import { createProof } from '../../controller/app/coverage/proof.ts';
import { createClaims } from '../../controller/app/devices/claims.ts';
import { createClusterImports } from '../../controller/app/devices/cluster-imports.ts';
import { createClusterPhotos } from '../../controller/app/devices/cluster-photos.ts';
import { createClusters } from '../../controller/app/devices/clusters.ts';
import { createDevices } from '../../controller/app/devices/devices.ts';
import { createHearings } from '../../controller/app/devices/hearings.ts';
import { createDirectory, type Directory } from '../../controller/app/directory/directory.ts';
import { createInbox } from '../../controller/app/inbox/inbox.ts';
import { createIncidents, type Incidents } from '../../controller/app/incidents/incidents.ts';
import { createAsRunLog } from '../../controller/app/ledger/as-run-log.ts';
import { createLedger } from '../../controller/app/ledger/ledger.ts';
import { createNowPlaying } from '../../controller/app/ledger/now-playing.ts';
import { createPolicies } from '../../controller/app/policies/policies.ts';
import type { AudioProcessor } from '../../controller/app/ports/audio.ts';
import type { Notifier } from '../../controller/app/ports/notifier.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createPresence } from '../../controller/app/presence/presence.ts';
import { createDryRuns } from '../../controller/app/sessions/dry-run.ts';
import { createPriorityOrders } from '../../controller/app/sessions/priority-orders.ts';
import { createReadiness } from '../../controller/app/sessions/readiness.ts';
import { createSessions } from '../../controller/app/sessions/sessions.ts';
import { createPeopleServices, type PeopleServices } from '../../controller/composition/people-services.ts';
import type { Role } from '../../controller/domain/permissions.ts';
import { createRuleCache } from '../../controller/domain/recurrence.ts';
import { createApp } from '../../controller/http/app.ts';
import { testAreas } from './device-field.ts';
import { createFakeLink } from './fake-link.ts';
import { freeClaimAttempts } from './free-attempts.ts';
import { createHttpKeys, type HttpKeys } from './http-keys.ts';
import { memoryPhotos } from './memory-photos.ts';
import { createRecordingEvents, type RecordingEvents } from './recording-events.ts';
import { silentLog } from './silent-log.ts';
import { createTestAnnouncing } from './test-announcing.ts';
import { createTestNotices } from './test-notices.ts';
import { openTestSealing } from './test-sealing.ts';
import { testPrivateKey } from './test-signers.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export type HttpWorld = PeopleServices &
  Readonly<{
    app: ReturnType<typeof createApp>;
    store: Store;
    directory: Directory;
    incidents: Incidents;
    clock: VirtualClock;
    events: RecordingEvents;
    /** What is told of keys and certificate. */
    keys: HttpKeys;
    /** From where requests seem to come; this machine at first. */
    comeFrom: (address: string) => void;
    /** `Cookie` of a user of that role, signed in; of the province unless said. */
    cookieOf: (role: Role, areaKey?: string) => Promise<string>;
  }>;

/** As the server would receive it. */
const incomingMessage = ({ req }: Context): IncomingMessage => {
  const message = new IncomingMessage(new Socket());
  message.headers = req.header();
  const feed = async (): Promise<void> => {
    message.push(Buffer.from(await req.arrayBuffer()));
    message.complete = true;
    message.push(null);
  };
  feed().catch((error: Error) => message.destroy(error));
  return message;
};

/** Nothing is sound here. */
const deafProcessor: AudioProcessor = {
  probe: async () => ({ ok: false, fault: audioFault('Audio_Unreadable') }),
  process: async () => ({ ok: false, fault: audioFault('Audio_Unreadable') }),
};

/** The whole HTTP side in this process, on a store in memory and a clock that stands still; the demo's paths included. */
export const createHttpWorld = async (
  now = Date.parse('2026-11-23T12:00:00+07:00'),
  secondFactor: 'required' | 'optional' = 'optional',
): Promise<HttpWorld> => {
  const clock = createVirtualClock(now);
  const actors = createCurrentActor();
  const store = await openSqliteStore({
    path: ':memory:',
    log: silentLog,
    now: clock.now,
    actor: actors.currentActor,
  });
  const directory = createDirectory({ store });
  await directory.addAreas(testAreas);
  const random = systemRandom();
  const events = createRecordingEvents();
  const link = createFakeLink();
  const log = silentLog;
  const dismiss = (deviceId: string): void => link.disconnect(deviceId);
  const base = { store, directory, clock, random, events, link, dismiss, log };
  const peopleServices = createPeopleServices({
    ...base,
    digest: sha256,
    hasher: argon2Hasher(),
    sealing: await openTestSealing(store),
    secondFactor,
  });
  const { accounts } = peopleServices;
  const { d: _, ...rootKey } = testPrivateKey();
  const presence = createPresence({ ...base, heartbeatIntervalMs: 30_000 });
  const proof = createProof({ store, clock, provenDays: 7 });
  const places = { areas: directory.areas.all, clusters: directory.clusters.all };
  const reports = createCoverageReports({
    ...base,
    proof,
    presenceOf: (id) => presence.of(id)?.state ?? 'unknown',
    provenDays: 7,
  });
  await reports.load();
  const incidents = createIncidents({ ...base, sources: [] });
  await incidents.start();
  const announcing = await createTestAnnouncing({ ...base, presence });
  const onAirChange = () => undefined;
  const notifier: Notifier = { notify: async () => undefined };
  const solo = createSoloApprovals(base);
  const approvals = createApprovals({ ...base, solo, notifier, cutOffMs: 30 * 60_000, onAirChange });
  const sessions = createSessions({ ...base, publisher: { publishAreas: async () => undefined }, places });
  const claims = createClaims({
    ...base,
    actors,
    digest: sha256,
    mqttUrls: () => ['mqtt://127.0.0.1:1883'],
    rootKey,
    attempts: freeClaimAttempts(),
  });
  const ledger = createLedger(base);
  const { keys, deps: keyDeps } = createHttpKeys();
  let remoteAddress = '127.0.0.1';
  const province = directory.areas.byCode('25')?.key ?? '';

  return {
    store,
    directory,
    ...peopleServices,
    incidents,
    clock,
    events,
    keys,
    comeFrom: (address) => {
      remoteAddress = address;
    },
    cookieOf: async (role, areaKey = province) => {
      const username = areaKey === province ? `${role}-of-test` : `${role}-of-${areaKey}`;
      await accounts.addUser({ username, displayName: username, grants: [{ role, areaKey }] });
      const signedIn = await accounts.spendLink((await accounts.oneTimeLink(username)) ?? '');
      return `tt_session=${signedIn?.token}`;
    },
    app: createApp({
      ...base,
      ...keyDeps,
      actors,
      asRun: createAsRunLog(base),
      ...peopleServices,
      announcing,
      incidents,
      notices: createTestNotices(base).notices,
      presence,
      reports,
      approvals,
      solo,
      approvalCutOffMs: 30 * 60_000,
      bulletins: createBulletins({
        ...base,
        approvals,
        processor: deafProcessor,
        incoming: {
          keep: async () => undefined,
          path: (name) => name,
          remove: async () => undefined,
          sweep: async () => undefined,
        },
        createJobs: (callbacks) =>
          createAudioJobs({
            ...callbacks,
            processor: deafProcessor,
            assetDir: '',
            concurrency: 1,
            clock,
            log,
          }),
        onAirChange,
      }),
      sessions,
      inbox: createInbox({ ...base, sessions, places }),
      dryRuns: createDryRuns({ store, places, parse: createRuleCache(), clock }),
      priorityOrders: createPriorityOrders({
        ...base,
        publisher: { publishAreas: async () => undefined },
        places,
        parse: createRuleCache(),
      }),
      policies: createPolicies({ ...base, publisher: { publishPolicies: async () => undefined }, places }),
      claims,
      imports: createClusterImports({ ...base, claims }),
      photos: createClusterPhotos({ ...base, files: memoryPhotos(), digestOf: sha256OfBytes }),
      hearings: createHearings({ ...base, ledger }),
      claimLink: (code) =>
        formatClaimLink({ origin: 'http://127.0.0.1', code, rootKeyId: 'R'.repeat(43), certificate: null }),
      clusters: createClusters({
        ...base,
        publisher: { publishAreas: async () => undefined },
        configVersion: () => 1,
      }),
      devices: createDevices({ ...base, bringConfig: () => undefined, configVersion: () => 1 }),
      readiness: createReadiness({
        ...base,
        presence,
        reports: { get: () => null },
        maxClockErrorMs: 60_000,
      }),
      playing: createNowPlaying({ ...base, ledger }),
      missingOf: () => [],
      networkCut: { cut: async () => now + 60_000, until: () => null },
      uploadDir: tmpdir(),
      waitingFor: async () => (link.isUp() ? [] : ['mqtt']),
      metrics: async () => 'truyenthanh_clusters 1\n',
      media: new Hono(),
      page: new Hono().get('*', (c) => c.html('<!doctype html>')),
      incomingMessage,
      remoteAddress: () => remoteAddress,
    }),
  };
};
