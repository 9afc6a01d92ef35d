import { join } from 'node:path';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import type { ClusterRow } from '../../controller/app/ports/store/clusters.ts';
import type { DeviceRow } from '../../controller/app/ports/store/devices.ts';
import type { PlaybackRow } from '../../controller/app/ports/store/playbacks.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { chooseDemoStations } from '../../controller/data/demo-stations.ts';
import { loadAreas, loadPublishedFigures, loadStations } from '../../controller/data/load-areas.ts';
import type { Area } from '../../controller/domain/area.ts';
import { silentLog } from '../support/silent-log.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** One device in 70 is silent, as on an ordinary day. */
export const isConnected = (index: number): boolean => index % 70 !== 0;

/** The whole province with a week of history: two items a day on each of `deviceCount` clusters. */
export const storeProvince = async (folder: string, deviceCount: number, now: number): Promise<Store> => {
  const store = await openSqliteStore({ path: join(folder, 'controller.db'), log: silentLog });
  const areas = loadAreas();
  const communes = areas.filter(({ level }) => level === 'commune');
  await store.areas.put(areas);
  await store.stations.put([...loadStations(), ...chooseDemoStations(communes)]);
  await store.stations.putFigures(loadPublishedFigures());

  const clusters = Array.from({ length: deviceCount }, (_, index) => clusterAt(index, communes, now));
  const devices = clusters.map(({ id }, index) => deviceAt(index, id, now));
  await store.clusters.insert(clusters);
  await store.devices.insert(devices);
  await store.presence.saveLastSeen(
    devices.map(({ id }, index) => ({
      deviceId: id,
      lastSeenAt: isConnected(index) ? now - (index % 30_000) : now - hour,
      heartbeat: null,
    })),
  );
  await store.presence.openIntervals(
    devices.map(({ id }, index) => ({
      deviceId: id,
      state: isConnected(index) ? ('online' as const) : ('offline' as const),
      fromAt: now - 8 * day,
    })),
  );
  for (let session = 1; session <= 14; session += 1) {
    const start = now - session * 12 * hour;
    await store.playbacks.insert(clusters.map((cluster, index) => playbackAt(index, cluster, start)));
  }
  return store;
};

const clusterAt = (index: number, communes: readonly Area[], now: number): ClusterRow => ({
  id: `clu_${String(index).padStart(16, '0')}`,
  areaKey: communes[index % communes.length]?.key ?? '',
  zoneKey: null,
  name: `Khu ${Math.floor(index / communes.length) + 1}`,
  latitude: null,
  longitude: null,
  horns: 2,
  watts: 50,
  createdAt: now - 30 * day,
  retiredAt: null,
  isDemo: true,
});

const deviceAt = (index: number, clusterId: string, now: number): DeviceRow => ({
  id: `dev_${String(index).padStart(16, '0')}`,
  clusterId,
  serial: `TT4G-${index}`,
  model: 'TT-4G-50',
  status: 'active',
  secretHash: null,
  publicKey: null,
  maxVolume: 100,
  createdAt: now - 30 * day,
  inServiceFrom: now - 30 * day,
  inServiceTo: null,
  configVersion: 0,
});

const playbackAt = (index: number, cluster: ClusterRow, start: number): PlaybackRow => {
  const played = index % 50 !== 0;
  return {
    itemId: `itm_${start}`,
    deviceId: `dev_${String(index).padStart(16, '0')}`,
    clusterId: cluster.id,
    areaKey: cluster.areaKey,
    sessionId: null,
    title: 'Lịch tiêm phòng dại chó, mèo',
    class: 'normal',
    sha256: 'a'.repeat(64),
    programVersion: start,
    plannedStart: start,
    plannedEnd: start + 300_000,
    startedAt: played ? start : null,
    finishedAt: played ? start + 300_000 : null,
    outcome: played ? 'played' : 'unknown',
    reason: played ? null : 'no-report',
    grade: played ? 'reported' : null,
    clockErrorMs: 12,
    deviation: null,
    lateEvidence: false,
    updatedAt: start + 300_000,
    isDemo: true,
  };
};
