import { isTargeted, topics } from '#protocol';
import { isInForce } from '../domain/announcement.ts';
import type { DeviceReports } from './device-reports.ts';
import type { Directory, PlacedDevice } from './directory.ts';
import { createHoldings, heldAnnouncements } from './holdings.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';
import type { LiveAnnouncements } from './live-announcements.ts';
import type { EventBus } from './ports/events.ts';
import type { AnnouncementRow, PlaybackOutcome, PlaybackRow } from './ports/rows.ts';
import type { Clock } from './ports/runtime.ts';
import type { ItemPlayback, Page, Store } from './ports/store.ts';
import type { Presence } from './presence.ts';

export type NotStartedReason = 'offline' | 'not-cached' | 'not-received' | 'refused' | 'no-report';

/** Where one targeted device stands. Of a stop "started" means that it holds the document. */
export type DeviceProgress = Readonly<{
  deviceId: string;
  clusterId: string;
  areaKey: string;
  state: 'started' | 'notStarted';
  /** Null once it has started. */
  reason: NotStartedReason | null;
  startedAt: number | null;
}>;

export type Progress = Readonly<{ targeted: number; started: number; notStarted: number; offline: number }>;

/** Who has started an announcement, by the devices' own word, and why the others have not. */
export type AnnouncementProgress = Readonly<{
  /** After the publisher: takes up what was reported before. */
  start: () => Promise<void>;
  stop: () => void;
  /** Rows that evidence has changed. */
  note: (rows: readonly PlaybackRow[]) => void;
  of: (row: AnnouncementRow) => Promise<Progress>;
  devices: (
    row: AnnouncementRow,
    query: { state: DeviceProgress['state'] | null; cursor: string | null; limit: number },
  ) => Promise<Page<DeviceProgress>>;
  /** Whether a stop is in force at a cluster and its receiver holds it. */
  isSilenced: (clusterId: string) => boolean;
  /** Targeted devices of one that is in force, each with where it stands. */
  now: (one: ListedAnnouncement) => readonly DeviceProgress[];
}>;

const tellAfterMs = 250;

/** A row that says that nothing of it sounded, and will not. */
const refusedBy = new Set<PlaybackOutcome>(['skipped', 'missed', 'failed', 'cancelled']);

export const createAnnouncementProgress = (deps: {
  store: Pick<Store, 'playbacks'>;
  directory: Directory;
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
  live: LiveAnnouncements;
  communesUnder: (areaKey: string) => readonly string[];
  events: EventBus;
  clock: Clock;
}): AnnouncementProgress => {
  const { store, directory, presence, reports, live, communesUnder, events, clock } = deps;
  const holdings = createHoldings(deps);
  const evidence = new Map<string, Map<string, ItemPlayback>>();
  const targeted = new Map<string, { revision: number; devices: readonly Target[] }>();
  const changed = new Set<string>();
  let cancelTelling: (() => void) | null = null;
  let stopListening: (() => void) | null = null;

  type Target = PlacedDevice & Readonly<{ documentKey: string }>;

  const tell = (): void => {
    cancelTelling = null;
    const ids = [...changed];
    changed.clear();
    const areaKeys = ids.flatMap((id) => [...(live.get(id)?.documents.keys() ?? [])]);
    events.emit({ type: 'announcements', areaKeys: [...new Set(areaKeys)], ids });
  };
  const tellLater = (ids: readonly string[]): void => {
    for (const id of ids) changed.add(id);
    if (changed.size > 0) cancelTelling ??= clock.after(tellAfterMs, tell);
  };

  const targetsOf = ({ row, documents }: ListedAnnouncement): readonly Target[] => {
    const known = targeted.get(row.id);
    const revision = directory.revision();
    if (known?.revision === revision) return known.devices;
    const devices = [...documents].flatMap(([documentKey, set]) =>
      communesUnder(documentKey).flatMap((communeKey) =>
        directory.devices.activeIn(communeKey).flatMap((placed): Target[] => {
          const { id: clusterId, zoneKey } = placed.cluster;
          return isTargeted(set, { clusterId, zoneKey }) ? [{ ...placed, documentKey }] : [];
        }),
      ),
    );
    targeted.set(row.id, { revision, devices });
    return devices;
  };

  const holdsDocument = ({ device, cluster, documentKey }: Target, row: AnnouncementRow): boolean => {
    const held = holdings.of(device.id);
    if (!held) return false;
    return heldAnnouncements(held, documentKey, cluster.areaKey) >= (row.versions[documentKey] ?? 0);
  };

  /** Looked up from the cluster, so that it costs nothing where no stop is in force. */
  const isHeldAt = ({ row, documents }: ListedAnnouncement, clusterId: string): boolean => {
    const cluster = directory.clusters.get(clusterId);
    const device = cluster && directory.devices.ofCluster(clusterId);
    if (!cluster || !device) return false;
    const chain = [cluster.areaKey, ...directory.areas.ancestors(cluster.areaKey).map(({ key }) => key)];
    return chain.some((documentKey) => {
      const set = documents.get(documentKey);
      const place = { clusterId, zoneKey: cluster.zoneKey };
      return isTargeted(set, place) && holdsDocument({ device, cluster, documentKey }, row);
    });
  };

  const reasonOf = (
    target: Target,
    row: AnnouncementRow,
    said: ItemPlayback | undefined,
  ): NotStartedReason => {
    const { device, documentKey } = target;
    const state = presence.of(device.id)?.state ?? 'unknown';
    if (said && refusedBy.has(said.outcome)) return 'refused';
    if (state === 'offline' || state === 'unknown') return 'offline';
    if (!holdsDocument(target, row)) {
      const topic = topics.announcements(documentKey);
      const isRefused = reports.get(device.id)?.refused.some((one) => one.topic === topic);
      return isRefused ? 'refused' : 'not-received';
    }
    const cached = holdings.of(device.id)?.cached;
    return row.sha256 !== null && cached && !cached.has(row.sha256) ? 'not-cached' : 'no-report';
  };

  /** By its play event, or by a heartbeat that overtook it. */
  const startOf = (deviceId: string, row: AnnouncementRow, said: ItemPlayback | undefined): number | null => {
    if (said && said.startedAt !== null) return said.startedAt;
    const playing = presence.of(deviceId)?.heartbeat?.playing;
    return playing?.itemId === row.id ? playing.startedAt : null;
  };

  const progressOf = (target: Target, row: AnnouncementRow): DeviceProgress => {
    const { device, cluster } = target;
    const place = { deviceId: device.id, clusterId: cluster.id, areaKey: cluster.areaKey };
    const said = evidence.get(row.id)?.get(device.id);
    const startedAt = row.kind === 'stop' ? null : startOf(device.id, row, said);
    const hasStarted = row.kind === 'stop' ? holdsDocument(target, row) : startedAt !== null;
    if (hasStarted) return { ...place, state: 'started', reason: null, startedAt };
    return { ...place, state: 'notStarted', reason: reasonOf(target, row, said), startedAt: null };
  };

  const now = (one: ListedAnnouncement): DeviceProgress[] =>
    targetsOf(one).map((target) => progressOf(target, one.row));

  /** Of one that is over: what the log says. */
  const asLogged = async ({ id }: AnnouncementRow): Promise<DeviceProgress[]> =>
    (await store.playbacks.ofItem(id)).map(({ deviceId, startedAt, outcome }) => {
      const cluster = directory.devices.placed(deviceId)?.cluster;
      const place = { deviceId, clusterId: cluster?.id ?? '', areaKey: cluster?.areaKey ?? '' };
      if (startedAt !== null) return { ...place, state: 'started', reason: null, startedAt };
      const reason = outcome === 'unknown' ? 'no-report' : 'refused';
      return { ...place, state: 'notStarted', reason, startedAt: null };
    });

  const all = async (row: AnnouncementRow): Promise<readonly DeviceProgress[]> => {
    const one = live.get(row.id) ?? live.place(row, null);
    return row.kind === 'stop' || isInForce(row, clock.now()) ? now(one) : asLogged(row);
  };

  const forgetEnded = (): void => {
    for (const held of [evidence, targeted]) {
      for (const id of held.keys()) {
        const one = live.get(id);
        if (!one || !isInForce(one.row, clock.now())) held.delete(id);
      }
    }
  };

  return {
    start: async () => {
      for (const { row } of live.inForce()) {
        const said = await store.playbacks.ofItem(row.id);
        evidence.set(row.id, new Map(said.map((one) => [one.deviceId, one])));
      }
      stopListening = events.listen(({ type }) => {
        if (type === 'announcements') forgetEnded();
        // What devices hold, and who is there, has changed.
        if (type === 'presence' || type === 'readiness') tellLater(live.inForce().map(({ row }) => row.id));
      });
    },
    stop: () => {
      stopListening?.();
      cancelTelling?.();
    },
    note: (rows) => {
      const ids = new Set(rows.map(({ itemId }) => itemId).filter((itemId) => live.get(itemId)));
      if (ids.size === 0) return;
      for (const { itemId, deviceId, startedAt, outcome } of rows) {
        if (!ids.has(itemId)) continue;
        const said = evidence.get(itemId) ?? new Map<string, ItemPlayback>();
        said.set(deviceId, { deviceId, startedAt, outcome });
        evidence.set(itemId, said);
      }
      tellLater([...ids]);
    },
    of: async (row) => {
      const devices = await all(row);
      const waiting = devices.filter(({ state }) => state === 'notStarted');
      return {
        targeted: devices.length,
        started: devices.length - waiting.length,
        notStarted: waiting.length,
        offline: waiting.filter(({ reason }) => reason === 'offline').length,
      };
    },
    devices: async (row, { state, cursor, limit }) => {
      const devices = await all(row);
      // Of all devices: the one at the cursor may have started since, and is no longer among those asked for.
      const after = cursor === null ? -1 : devices.findIndex(({ deviceId }) => deviceId === cursor);
      const rest = cursor !== null && after < 0 ? [] : devices.slice(after + 1);
      const found = rest.filter((one) => state === null || one.state === state);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? (items.at(-1)?.deviceId ?? null) : null };
    },
    isSilenced: (clusterId) =>
      live.inForce().some((one) => one.row.kind === 'stop' && isHeldAt(one, clusterId)),
    now,
  };
};
