import { type AreaDocumentKind, topics } from '#protocol';
import type { Directory } from '../directory/directory.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { Presence } from '../presence/presence.ts';
import type { ComingSessions } from '../sessions/coming-sessions.ts';
import type { ConfigSender } from './config-sender.ts';
import type { DeviceDocuments } from './device-documents.ts';
import type { DeviceReports } from './device-reports.ts';
import { createHoldings } from './holdings.ts';
import { createResyncRequests } from './resync-requests.ts';

/** Sees to it that connected devices come to hold what was published, whatever got lost on the way. */
export type Convergence = Readonly<{ start: () => void; stop: () => void }>;

const lookEveryMs = 10_000;
/** Longest that an ordinary delivery and the next heartbeat may take. */
const defaultPatienceMs = 60_000;
const firstRestMs = 60_000;
const longestRestMs = 60 * 60 * 1_000;
/** A whole province that is behind subscribes again in turns: 10,000 devices within nine minutes. */
const mostPerLook = 200;

/** A device that is behind, with the session that it is to play soon perhaps. */
type Behind = Readonly<{ deviceId: string; isUrgent: boolean }>;

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
  /** Where sessions are about to begin: those who are behind there come first, and are asked again and again. */
  coming: ComingSessions;
  clock: Clock;
  log: Log;
  patienceMs?: number;
}): Convergence => {
  const { directory, presence, documents, link, clock, log } = deps;
  const holdings = createHoldings(deps);
  const patienceMs = deps.patienceMs ?? defaultPatienceMs;
  const resyncs = createResyncRequests({ documents, link, firstRestMs, longestRestMs, log });
  let cancel: (() => void) | null = null;

  /** The keys, and the documents of a commune and of the areas above it, by the names under which devices report them. */
  const followedIn = (communeKey: string): { name: string; topic: string }[] => [
    { name: 'keys', topic: topics.keys },
    ...kinds.map((kind) => ({ name: kind, topic: topics[kind](communeKey) })),
    ...directory.areas
      .ancestors(communeKey)
      .map(({ key }) => ({ name: `announcements:${key}`, topic: topics.announcements(key) })),
  ];

  /** Of one commune; brings older configs up to date on the way. */
  const behindIn = (communeKey: string, isUrgent: boolean, now: number): Behind[] => {
    const published = followedIn(communeKey).flatMap(({ name, topic }) => {
      const document = deps.issued(topic);
      return document && now - document.issuedAt > patienceMs ? [{ name, ...document }] : [];
    });
    return directory.devices.activeIn(communeKey).flatMap((placed): Behind[] => {
      const deviceId = placed.device.id;
      const held = holdings.of(deviceId);
      const connected = presence.of(deviceId);
      if (!held || connected?.state !== 'online') return [];
      deps.bringConfig(placed, held.versions.config ?? 0);
      // One that has just come back finds everything retained by itself.
      if (now - connected.since < patienceMs) return [];
      const isBehind = published.some(
        ({ name, version, issuedAt }) =>
          held.at > issuedAt + patienceMs / 2 && (held.versions[name] ?? 0) < version,
      );
      if (isBehind) return [{ deviceId, isUrgent }];
      resyncs.forget(deviceId);
      return [];
    });
  };

  const ask = async (deviceId: string, now: number): Promise<void> => {
    if (await resyncs.ask(deviceId, now))
      log.info({ deviceId }, 'Asked a device to subscribe again, because it holds an older program');
  };

  const look = async (): Promise<void> => {
    const urgent = new Set((await deps.coming()).flatMap(({ areaKeys }) => [...areaKeys]));
    const now = clock.now();
    const behind = directory.areas
      .atLevel('commune')
      .flatMap(({ key }) => behindIn(key, urgent.has(key), now))
      .filter(({ deviceId, isUrgent }) => resyncs.isRested(deviceId, now, isUrgent))
      .sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent));
    for (const { deviceId } of behind.slice(0, mostPerLook)) void ask(deviceId, now);
  };

  return {
    start: () => {
      cancel = clock.every(lookEveryMs, () => {
        look().catch((error: unknown) => {
          log.warn({ err: error }, 'A look for devices that are behind failed; the next one tries again');
        });
      });
    },
    stop: () => cancel?.(),
  };
};
