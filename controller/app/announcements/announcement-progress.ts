import { isTargeted } from '#protocol';
import { isInForce } from '../../domain/announcement.ts';
import type { DeviceReports } from '../devices/device-reports.ts';
import {
  type AnnouncementTarget,
  createDeviceStanding,
  type NotStartedReason,
} from '../devices/device-standing.ts';
import type { Directory } from '../directory/directory.ts';
import { pause } from '../in-slices.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { Page } from '../ports/store/page.ts';
import type { ItemPlayback, PlaybackRow } from '../ports/store/playbacks.ts';
import type { Store } from '../ports/store.ts';
import type { Presence } from '../presence/presence.ts';
import type { ListedAnnouncement } from './listed-announcements.ts';
import type { LiveAnnouncements } from './live-announcements.ts';

export type { NotStartedReason };

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

/** Who has started an announcement, by what devices signed, and why the others have not, or do not sound any more. */
export type AnnouncementProgress = Readonly<{
  /** After the publisher: takes up what was reported before. */
  start: () => Promise<void>;
  stop: () => void;
  /** Rows that evidence has changed. */
  note: (rows: readonly PlaybackRow[]) => void;
  of: (row: AnnouncementRow) => Promise<Progress>;
  devices: (
    row: AnnouncementRow,
    query: {
      state: DeviceProgress['state'] | null;
      /** Of which devices. */
      where?: (device: DeviceProgress) => boolean;
      cursor: string | null;
      limit: number;
    },
  ) => Promise<Page<DeviceProgress>>;
  /** Whether a stop is in force at a cluster and its receiver holds it. */
  isSilenced: (clusterId: string) => boolean;
  /** Of one that is in force, those who have not started it, as they come. */
  waiting: (one: ListedAnnouncement) => Iterable<Readonly<{ deviceId: string; reason: NotStartedReason }>>;
  /** Targeted devices of one that is in force, each with where it stands. */
  now: (one: ListedAnnouncement) => readonly DeviceProgress[];
}>;

const tellAfterMs = 250;
const countedAtOnce = 500;

export const createAnnouncementProgress = (deps: {
  store: Pick<Store, 'playbacks'>;
  directory: Directory;
  presence: Pick<Presence, 'of'>;
  reports: Pick<DeviceReports, 'get'>;
  live: LiveAnnouncements;
  communesUnder: (areaKey: string) => readonly string[];
  /** How long a device may believe what sounds without a newer document. */
  soundingMs: number;
  events: EventBus;
  clock: Clock;
}): AnnouncementProgress => {
  const { store, directory, live, communesUnder, events, clock } = deps;
  const standing = createDeviceStanding(deps);
  const evidence = new Map<string, Map<string, ItemPlayback>>();
  const targeted = new Map<string, { revision: number; devices: readonly AnnouncementTarget[] }>();
  const changed = new Set<string>();
  let cancelTelling: (() => void) | null = null;
  let stopListening: (() => void) | null = null;

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

  const targetsOf = ({ row, documents }: ListedAnnouncement): readonly AnnouncementTarget[] => {
    const known = targeted.get(row.id);
    const revision = directory.revision();
    if (known?.revision === revision) return known.devices;
    const devices = [...documents].flatMap(([documentKey, set]) =>
      communesUnder(documentKey).flatMap((communeKey) =>
        directory.devices.activeIn(communeKey).flatMap((placed): AnnouncementTarget[] => {
          const { id: clusterId, zoneKey } = placed.cluster;
          return isTargeted(set, { clusterId, zoneKey }) ? [{ ...placed, documentKey }] : [];
        }),
      ),
    );
    targeted.set(row.id, { revision, devices });
    return devices;
  };

  /** What a stop silences there has begun all the same; the page tells of the stop. */
  const standingOf = (target: AnnouncementTarget, row: AnnouncementRow, said: ItemPlayback | undefined) => {
    const found = standing.of(target, row, said);
    return found === 'fell-silent' && isSilenced(target.cluster.id) ? 'started' : found;
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
      return isTargeted(set, place) && standing.holds({ device, cluster, documentKey }, row);
    });
  };

  const isSilenced = (clusterId: string): boolean =>
    live.inForce().some((one) => one.row.kind === 'stop' && isHeldAt(one, clusterId));

  const progressOf = (target: AnnouncementTarget, row: AnnouncementRow): DeviceProgress => {
    const { device, cluster } = target;
    const place = { deviceId: device.id, clusterId: cluster.id, areaKey: cluster.areaKey };
    const said = evidence.get(row.id)?.get(device.id);
    const reason = standingOf(target, row, said);
    return reason === 'started'
      ? { ...place, state: 'started', reason: null, startedAt: said?.startedAt ?? null }
      : { ...place, state: 'notStarted', reason, startedAt: null };
  };

  const now = (one: ListedAnnouncement): DeviceProgress[] =>
    targetsOf(one).map((target) => progressOf(target, one.row));

  /** Of one that is over: what the log says. */
  const asLogged = async ({ id, startAt }: AnnouncementRow): Promise<DeviceProgress[]> =>
    (await store.playbacks.ofItem(id)).map(({ deviceId, startedAt, outcome }) => {
      const placed = directory.devices.placed(deviceId);
      const cluster = placed && directory.clusters.asAt(placed.cluster, startAt);
      const place = { deviceId, clusterId: cluster?.id ?? '', areaKey: cluster?.areaKey ?? '' };
      if (startedAt !== null) return { ...place, state: 'started', reason: null, startedAt };
      const reason = outcome === 'unknown' ? 'no-report' : 'refused';
      return { ...place, state: 'notStarted', reason, startedAt: null };
    });

  const isLive = (row: AnnouncementRow): boolean => row.kind === 'stop' || isInForce(row, clock.now());
  const listed = (row: AnnouncementRow): ListedAnnouncement => live.get(row.id) ?? live.place(row, null);

  const count = async ({ row, ...one }: ListedAnnouncement): Promise<Progress> => {
    const targets = targetsOf({ row, ...one });
    let [started, offline] = [0, 0];
    for (const [index, target] of targets.entries()) {
      if (index % countedAtOnce === countedAtOnce - 1) await pause(clock);
      const found = standingOf(target, row, evidence.get(row.id)?.get(target.device.id));
      if (found === 'started') started += 1;
      if (found === 'offline') offline += 1;
    }
    return { targeted: targets.length, started, notStarted: targets.length - started, offline };
  };

  const countLogged = async (row: AnnouncementRow): Promise<Progress> => {
    const devices = await asLogged(row);
    const started = devices.filter(({ state }) => state === 'started').length;
    return { targeted: devices.length, started, notStarted: devices.length - started, offline: 0 };
  };

  const all = async (row: AnnouncementRow): Promise<readonly DeviceProgress[]> =>
    isLive(row) ? now(listed(row)) : asLogged(row);

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
    of: async (row) => (isLive(row) ? count(listed(row)) : countLogged(row)),
    devices: async (row, { state, where = () => true, cursor, limit }) => {
      const devices = (await all(row)).filter(where);
      // Of all devices: the one at the cursor may have started since, and is no longer among those asked for.
      const after = cursor === null ? -1 : devices.findIndex(({ deviceId }) => deviceId === cursor);
      const rest = cursor !== null && after < 0 ? [] : devices.slice(after + 1);
      const found = rest.filter((one) => state === null || one.state === state);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? (items.at(-1)?.deviceId ?? null) : null };
    },
    waiting: function* (one) {
      const said = evidence.get(one.row.id);
      for (const target of targetsOf(one)) {
        const { id: deviceId } = target.device;
        const reason = standingOf(target, one.row, said?.get(deviceId));
        if (reason !== 'started') yield { deviceId, reason };
      }
    },
    isSilenced,
    now,
  };
};
