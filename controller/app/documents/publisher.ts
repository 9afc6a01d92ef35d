import { parseAreaTopic, topics } from '#protocol';
import { createRuleCache, type parseRule } from '../../domain/recurrence.ts';
import { type AnnouncementIssuer, createAnnouncementIssuer } from '../announcements/announcement-issuer.ts';
import { createLiveAnnouncements, type LiveAnnouncements } from '../announcements/live-announcements.ts';
import type { ConfigVersion } from '../devices/config-version.ts';
import type { DeviceDocuments } from '../devices/device-documents.ts';
import { createDeviceVerifier, type VerifyDevice } from '../devices/device-signatures.ts';
import type { PlacedDevice } from '../directory/directory.ts';
import { createReachOf, type Places } from '../directory/places.ts';
import { createMergingQueue } from '../merging-queue.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { Store } from '../ports/store.ts';
import { loadPlanner, type Planner } from './area-documents.ts';
import { findMute, findOutdated } from './check-issued.ts';
import { createDocumentDelivery } from './document-delivery.ts';
import { createDocumentIssuer, type DocumentRequest, requestOf } from './document-issuer.ts';
import { createDocumentRegister, type IssuedDocument } from './document-register.ts';
import { createDocumentUpkeep } from './document-upkeep.ts';
import type { KeyRing } from './key-ring.ts';
import { createKeyUpkeep } from './key-upkeep.ts';
import { readProof } from './read-proof.ts';
import type { Signers } from './signing-keys.ts';

/** Turns what the database says into signed documents, and keeps the broker holding exactly those. */
export type Publisher = Readonly<{
  /**
   * Sends every stored document again, byte for byte, then issues what is missing or outdated. Resolves
   * when all is stored and, while the link is up, handed over.
   */
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /**
   * New programs for areas of any level, or for all. Resolves when they are stored and, while the link is
   * up, handed over. Calls that come while one runs are merged. Never rejects: a failure is logged and
   * tried again by the next tick, for what changed is stored already.
   */
  publishAreas: (areaKeys: readonly string[] | 'all') => Promise<void>;
  /** For what must be heard now. */
  announcements: AnnouncementIssuer;
  /** What these documents say; read at `start`. */
  live: LiveAnnouncements;
  /** The same for policies, after a change of the rules. */
  publishPolicies: (areaKeys: readonly string[] | 'all') => Promise<void>;
  republishAll: () => Promise<void>;
  sendConfig: (...devices: readonly PlacedDevice[]) => Promise<void>;
  /** A device holds this document, newer than the one just published: continue above it. False when it is not ours. */
  raiseAbove: (jws: string) => Promise<boolean>;
  /** What was last issued on a topic: what devices ought to hold by now. */
  issued: (topic: string) => IssuedDocument | undefined;
  /** Renews what comes due and retries what failed; the clock calls it every minute. */
  tick: () => Promise<void>;
}>;

const tickMs = 60_000;
/** An hour: long for a network that is away, short for a broker that withholds the end of an emergency. */
export const defaultSoundingMs = 60 * 60_000;
/** A revocation must not wait. */
const lookAtKeysMs = 30_000;

export const createPublisher = (deps: {
  store: Store;
  link: DeviceLink;
  ring: KeyRing;
  /** The key files, when they are others than before. */
  changedSigners?: () => Promise<Signers | null>;
  places: Places;
  deviceDocuments: Pick<DeviceDocuments, 'config'>;
  configVersion: ConfigVersion;
  /** How long announcements that sound may be believed without a newer document. */
  soundingMs?: number | undefined;
  clock: Clock;
  events: EventBus;
  log: Log;
  verify?: VerifyDevice;
  /** A cache of parsed rules to share with others. */
  parse?: typeof parseRule;
}): Publisher => {
  const { store, link, ring, places, clock, events, configVersion } = deps;
  const log = deps.log.child({ component: 'publisher' });
  const verify = deps.verify ?? createDeviceVerifier();
  const soundingMs = deps.soundingMs ?? defaultSoundingMs;
  const register = createDocumentRegister({ store });
  const delivery = createDocumentDelivery({ link, store, clock, log });
  const reachOf = createReachOf(places);
  const parse = deps.parse ?? createRuleCache();
  let stopTimers: (() => void)[] = [];
  let looking: Promise<void> | null = null;
  let isRunning = false;

  const plannerFor = (programs: readonly string[], now: number): Promise<Planner> =>
    loadPlanner({ store, parse, reach: reachOf(now), clusters: places.clusters(), programs, now });

  const live = createLiveAnnouncements({ store, places, clock });
  const announcements = createAnnouncementIssuer({
    signer: ring.signing,
    register,
    delivery,
    contentOf: live.contentOf,
    soundingMs,
    clock,
  });
  const keys = createKeyUpkeep({
    ring,
    register,
    delivery,
    store,
    changedSigners: deps.changedSigners ?? (async () => null),
    clock,
    log,
  });
  const issuer = createDocumentIssuer({
    renewKeys: keys.renew,
    renewAnnouncements: announcements.renew,
    signer: ring.signing,
    register,
    delivery,
    loadPlanner: plannerFor,
    clock,
    log,
  });

  const upkeep = createDocumentUpkeep({ register, reachOf, areKeysDue: keys.isDue, soundingMs, clock });

  const queue = createMergingQueue<DocumentRequest>(async (requests) => {
    const reach = reachOf(clock.now());
    await issuer.issue(requests);
    const programs = requests.flatMap((request) => (request.kind === 'program' ? request.areaKey : []));
    upkeep.noteIssued(programs, reach);
    if (programs.length > 0) events.emit({ type: 'readiness', areaKeys: [...new Set(programs)] });
  });

  const publish = async (requests: readonly DocumentRequest[]): Promise<void> => {
    // The issuer has logged the failure and keeps the requests.
    await queue.add(requests).catch(() => undefined);
    await delivery.settled();
  };

  const areasOf = (areaKeys: readonly string[] | 'all'): string[] => {
    if (areaKeys === 'all') return upkeep.maintained();
    const reach = reachOf(clock.now());
    const issued = (key: string) => (register.issued(topics.program(key)) ? [key] : []);
    return [...new Set(areaKeys.flatMap((key) => [...reach.communesUnder(key), ...issued(key)]))];
  };

  const republishAll = async (): Promise<void> => {
    // What was replaced while the rows were read must not follow the newer document out.
    const rows = (await store.documents.all()).filter(
      ({ topic, version }) => register.issued(topic)?.version === version,
    );
    // Devices can verify nothing before they hold the keys; then comes what is in force now.
    const order = ({ topic }: DocumentRow): number => {
      if (topic === topics.keys) return 0;
      return parseAreaTopic(topic)?.kind === 'announcements' ? 1 : 2;
    };
    await delivery.deliver(rows.sort((a, b) => order(a) - order(b)));
  };

  /** All in one go, with a key that is believed: devices have fallen silent. */
  const requestsOfMute = async (): Promise<DocumentRequest[]> =>
    findMute(await store.documents.all(), ring).flatMap((topic) => requestOf(topic) ?? []);

  const lookAtKeys = async (): Promise<void> => {
    try {
      if (await keys.look()) await publish(await requestsOfMute());
    } catch (error) {
      log.error({ err: error }, 'The keys could not be looked at; tried again soon');
    }
  };

  const tick = async (): Promise<void> => {
    await lookAtKeys();
    await publish([...issuer.takeFailed(), ...upkeep.due()]);
    await delivery.retry();
  };

  const start = async (): Promise<void> => {
    isRunning = true;
    link.onUpChange((up) => {
      if (!up || !isRunning) return;
      republishAll().catch((error: unknown) => log.error({ err: error }, 'Republishing failed'));
    });
    const rows = await register.load();
    await keys.load(rows);
    await live.load();
    await republishAll();
    // Nothing can be signed before a key of ours is listed.
    if (keys.isDue()) await publish([{ kind: 'keys' }]);
    const now = clock.now();
    const areaKeys = upkeep.maintained();
    const planner = await plannerFor(areaKeys, now);
    const outdated = await findOutdated({ rows, ring, planner, verify, now });
    upkeep.noteIssued(areaKeys, reachOf(now));
    log.info({ documents: rows.length, outdated: outdated.length }, 'Republished stored documents');
    stopTimers = [
      clock.every(tickMs, () => void tick()),
      clock.every(lookAtKeysMs, () => {
        looking ??= lookAtKeys().finally(() => {
          looking = null;
        });
      }),
    ];
    await publish([...upkeep.due(), ...outdated.flatMap((topic) => requestOf(topic) ?? [])]);
  };

  return {
    start,
    announcements,
    live,
    stop: async () => {
      isRunning = false;
      for (const stopTimer of stopTimers) stopTimer();
      await looking;
      await queue.idle();
      await delivery.stop();
    },
    publishAreas: (areaKeys) => publish(areasOf(areaKeys).map((areaKey) => ({ kind: 'program', areaKey }))),
    publishPolicies: (areaKeys) => publish(areasOf(areaKeys).map((areaKey) => ({ kind: 'policy', areaKey }))),
    republishAll,
    sendConfig: async (...devices) => {
      if (!link.isUp()) return;
      await Promise.all(
        devices.map(async ({ device, cluster }) => {
          const { topic, jws } = await deps.deviceDocuments.config(device, cluster);
          await link.publish(topic, jws, { qos: 1, retain: false });
        }),
      );
    },
    raiseAbove: async (jws) => {
      if (await keys.takeBack(jws)) {
        log.warn({}, 'A device holds a newer list of keys, signed by the root: it is in force again');
        await publish(await requestsOfMute());
        return true;
      }
      const proof = await readProof(jws, ring, verify);
      if (!proof) return false;
      const { topic, version } = proof;
      const request = requestOf(topic);
      if (request && version > (register.issued(topic)?.version ?? 0)) {
        log.warn({ topic, version }, 'A device holds a newer document; continuing above it');
        register.raiseAbove(topic, version);
        await publish([request]);
      } else if (!request && topic.endsWith('/config') && version > configVersion.current()) {
        await configVersion.raise(version);
      }
      return true;
    },
    issued: register.issued,
    tick,
  };
};
