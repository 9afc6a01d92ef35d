import { createHash } from 'node:crypto';
import type { PublicKeyJwk } from '#protocol';
import { exerciseNoticeSource, testToneSource } from '../../../controller/app/announcements/preload.ts';
import type { AreaRow } from '../../../controller/app/ports/store/areas.ts';
import type { AssetRow } from '../../../controller/app/ports/store/assets.ts';
import type { BulletinRow } from '../../../controller/app/ports/store/bulletins.ts';
import type { ClusterRow } from '../../../controller/app/ports/store/clusters.ts';
import type { DeviceRow } from '../../../controller/app/ports/store/devices.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { loadAreas, loadStations } from '../../../controller/data/load-areas.ts';
import { createArea } from '../../../controller/domain/area.ts';
import type { StationRecord } from '../../../controller/domain/station.ts';
import type { Chance } from '../engine/chance.ts';

/** The places, loudspeakers and recordings of one world. */
export type Country = Readonly<{
  /** The shipped sounds of tests and exercises, by what they are for. */
  clips: Readonly<Record<string, AssetRow>>;
  provinceKey: string;
  districtKeys: readonly string[];
  communeKeys: readonly string[];
  zoneKeys: readonly string[];
  areas: readonly AreaRow[];
  stations: readonly StationRecord[];
  clusters: readonly ClusterRow[];
  devices: readonly DeviceRow[];
  assets: readonly AssetRow[];
  bulletins: readonly BulletinRow[];
  clusterOf: (deviceId: string) => ClusterRow;
  /** The areas above a commune, nearest first. */
  above: (communeKey: string) => readonly string[];
}>;

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const zonesOf = (commune: AreaRow, count: number): AreaRow[] =>
  Array.from({ length: count }, (_, index) =>
    createArea({
      code: `${commune.code}-0${index + 1}`,
      level: 'zone',
      type: 'khu',
      name: `Khu ${index + 1}`,
      parentKey: commune.key,
      validFrom: commune.validFrom,
      validTo: null,
    }),
  );

export const assetOf = (name: string, seconds: number, createdAt: number): AssetRow => ({
  sha256: sha256Of(name),
  sizeBytes: seconds * 8_000,
  durationMs: seconds * 1_000,
  loudnessLufs: -16,
  truePeakDbtp: -1.5,
  peaks: [0.5],
  createdAt,
});

const recordings = (chance: Chance, count: number, provinceKey: string, at: number) => {
  const assets: AssetRow[] = [];
  const bulletins: BulletinRow[] = [];
  const approval = chance.fork('approval');
  for (let index = 0; index < count; index += 1) {
    const seconds = chance.pick([20, 45, 60, 90, 150, 240, 420]);
    const asset = assetOf(`recording ${index} ${chance.next()}`, seconds, at);
    assets.push(asset);
    // A third of what sessions play is approved later, in time or not, or never.
    const isApproved = index < 2 || approval.maybe(0.67);
    bulletins.push({
      id: `bul_${index}`,
      title: `Bản tin ${index}`,
      class: index < 2 ? 'emergency' : chance.maybe(0.25) ? 'priority' : 'normal',
      language: 'vi',
      areaKey: provinceKey,
      approval: isApproved ? 'approved' : 'submitted',
      audioState: 'ready',
      incomingFile: null,
      faultCode: null,
      faultVi: null,
      faultEn: null,
      sha256: asset.sha256,
      createdBy: 'simulation',
      createdAt: at,
      isDemo: false,
      revision: 0,
      submitter: null,
      approvedAt: isApproved ? at : null,
      airsFrom: isApproved ? 0 : null,
    });
  }
  return { assets, bulletins };
};

export const drawCountry = (input: {
  chance: Chance;
  communes: number;
  mostDevices: number;
  recordings: number;
  startAt: number;
  publicKey: (deviceId: string) => PublicKeyJwk;
}): Country => {
  const { chance, startAt } = input;
  const shipped = loadAreas();
  const chosen = chance.some(
    shipped.filter(({ level }) => level === 'commune'),
    input.communes,
  );
  const byKey = new Map(shipped.map((area) => [area.key, area]));
  const above = (key: string): string[] => {
    const parent = byKey.get(key)?.parentKey ?? null;
    return parent === null ? [] : [parent, ...above(parent)];
  };
  const upper = [...new Set(chosen.flatMap(({ key }) => above(key)))].flatMap((key) => byKey.get(key) ?? []);
  const provinceKey = upper.find(({ level }) => level === 'province')?.key ?? '';
  const zones = chosen.flatMap((commune) => (chance.maybe(0.4) ? zonesOf(commune, 2) : []));
  const clusters: ClusterRow[] = [];
  const devices: DeviceRow[] = [];
  for (const commune of chosen) {
    const own = zones.filter(({ parentKey }) => parentKey === commune.key);
    const count = chance.int(1, input.mostDevices);
    for (let index = 0; index < count; index += 1) {
      const name = `${commune.code}-${index}`;
      const id = `clu_${name}`;
      const zoneKey = own.length > 0 && chance.maybe(0.8) ? chance.pick(own).key : null;
      clusters.push({
        id,
        areaKey: commune.key,
        zoneKey,
        name: `Cụm ${name}`,
        latitude: null,
        longitude: null,
        horns: 2,
        watts: 50,
        createdAt: startAt,
        retiredAt: null,
        isDemo: false,
      });
      devices.push({
        id: `dev_${name}`,
        clusterId: id,
        serial: `S-${name}`,
        model: 'TT-4G-50',
        status: 'active',
        secretHash: sha256Of(name),
        publicKey: input.publicKey(`dev_${name}`),
        maxVolume: chance.pick([70, 90, 100]),
        createdAt: startAt,
        inServiceFrom: startAt,
        inServiceTo: null,
        configVersion: 0,
      });
    }
  }
  const chosenKeys = new Set(chosen.map(({ key }) => key));
  const clusterById = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const clusterByDevice = new Map(devices.map(({ id, clusterId }) => [id, clusterById.get(clusterId)]));
  return {
    clips: {
      [testToneSource]: assetOf('tone', 10, startAt),
      [exerciseNoticeSource]: assetOf('notice', 6, startAt),
    },
    provinceKey,
    districtKeys: upper.filter(({ level }) => level === 'district').map(({ key }) => key),
    communeKeys: chosen.map(({ key }) => key),
    zoneKeys: zones.map(({ key }) => key),
    areas: [...upper.sort((a, b) => a.code.length - b.code.length), ...chosen, ...zones],
    stations: loadStations().filter(({ areaKey }) => chosenKeys.has(areaKey)),
    clusters,
    devices,
    ...recordings(chance, input.recordings, provinceKey, startAt),
    above,
    clusterOf: (deviceId) => {
      const cluster = clusterByDevice.get(deviceId);
      if (!cluster) throw new RangeError(`No cluster of ${deviceId}.`);
      return cluster;
    },
  };
};

/** What the directory and the shelf of recordings hold from the first day. */
export const settleCountry = async (store: Store, country: Country): Promise<void> => {
  await store.areas.put(country.areas);
  await store.stations.put(country.stations);
  await store.clusters.insert(country.clusters);
  await store.devices.insert(country.devices);
  for (const asset of country.assets) await store.assets.put(asset);
  for (const [source, clip] of Object.entries(country.clips)) {
    await store.assets.put(clip);
    await store.announcements.putClip({ source, sha256: clip.sha256, createdAt: clip.createdAt });
  }
  for (const bulletin of country.bulletins) await store.bulletins.put(bulletin);
};
