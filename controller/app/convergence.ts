import { type AreaDocumentKind, topics } from '#protocol';
import type { ConfigSender } from './config-sender.ts';
import type { DeviceDocuments } from './device-documents.ts';
import type { DeviceReports } from './device-reports.ts';
import type { Directory } from './directory.ts';
import { createHoldings } from './holdings.ts';
import type { Clock, DeviceLink, Log } from './ports/runtime.ts';
import type { Presence } from './presence.ts';

/** Sees to it that connected devices come to hold what was published, whatever got lost on the way. */
export type Convergence = Readonly<{ start: () => void; stop: () => void }>;

const lookEveryMs = 10_000;
/** Longest that an ordinary delivery and the next heartbeat may take. */
const defaultPatienceMs = 60_000;
/** Between two requests to one device; doubled each time it did not help. */
const firstRestMs = 60_000;
const longestRestMs = 60 * 60 * 1_000;
/** A whole province that is behind subscribes again in turns. */
const mostPerLook = 100;

const kinds: readonly AreaDocumentKind[] = ['program', 'policy', 'announcements'];

export const createConvergence = (deps: {
  directory: Directory;
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
  /** The version of an area document that was last published, and since when. */
  issued: (topic: string) => { version: number; issuedAt: number } | undefined;
  documents: Pick<DeviceDocuments, 'command'>;
  bringConfig: ConfigSender;
  link: Pick<DeviceLink, 'publish'>;
  clock: Clock;
  log: Log;
  patienceMs?: number;
}): Convergence => {
  const { directory, presence, documents, link, clock, log } = deps;
  const holdings = createHoldings(deps);
  const patienceMs = deps.patienceMs ?? defaultPatienceMs;
  const asked = new Map<string, { at: number; restMs: number }>();
  let cancel: (() => void) | null = null;

  const resync = async (deviceId: string): Promise<void> => {
    try {
      const { topic, jws } = await documents.command(deviceId, 'resync');
      await link.publish(topic, jws, { qos: 1, retain: false });
      log.info({ deviceId }, 'Asked a device to subscribe again, because it holds an older program');
    } catch (error) {
      log.warn({ err: error, deviceId }, 'A device could not be asked to subscribe again');
    }
  };

  /** The documents of a commune and of the areas above it, by the names under which devices report them. */
  const followedIn = (communeKey: string): { name: string; topic: string }[] => [
    ...kinds.map((kind) => ({ name: kind, topic: topics[kind](communeKey) })),
    ...directory.areas
      .ancestors(communeKey)
      .map(({ key }) => ({ name: `announcements:${key}`, topic: topics.announcements(key) })),
  ];

  const look = (): void => {
    const now = clock.now();
    let requests = 0;
    for (const { key } of directory.areas.atLevel('commune')) {
      const published = followedIn(key).flatMap(({ name, topic }) => {
        const document = deps.issued(topic);
        return document && now - document.issuedAt > patienceMs ? [{ name, ...document }] : [];
      });
      for (const placed of directory.devices.activeIn(key)) {
        const deviceId = placed.device.id;
        const held = holdings.of(deviceId);
        const connected = presence.of(deviceId);
        if (!held || connected?.state !== 'online') continue;
        deps.bringConfig(placed, held.versions.config ?? 0);
        // One that has just come back finds everything retained by itself.
        if (now - connected.since < patienceMs) continue;
        const isBehind = published.some(
          ({ name, version, issuedAt }) =>
            held.at > issuedAt + patienceMs / 2 && (held.versions[name] ?? 0) < version,
        );
        const last = asked.get(deviceId);
        if (!isBehind) {
          if (last) asked.delete(deviceId);
          continue;
        }
        if (requests >= mostPerLook || (last && now - last.at < last.restMs)) continue;
        const restMs = last ? Math.min(2 * last.restMs, longestRestMs) : firstRestMs;
        asked.set(deviceId, { at: now, restMs });
        requests += 1;
        void resync(deviceId);
      }
    }
  };

  return {
    start: () => {
      cancel = clock.every(lookEveryMs, look);
    },
    stop: () => cancel?.(),
  };
};
