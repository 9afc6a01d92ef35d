import type { AreaRow } from '../app/ports/store/areas.ts';
import type { ClusterRow } from '../app/ports/store/clusters.ts';
import type { DeviceRow } from '../app/ports/store/devices.ts';
import { pickFrom, seededRandom } from './seeded-random.ts';

/** What is wrong with a demo device; the fleet acts it out. */
export type DemoFault = 'offline' | 'no-mains' | 'card-full' | 'clock-94s' | 'amplifier-dead' | 'wire-cut';

export type DemoCluster = { cluster: ClusterRow; device: DeviceRow; fault: DemoFault | null };

export const demoClusterCount = 1_000;
/** Xã Cao Xá, Lâm Thao: the commune in which a visitor looks at a whole station. */
const showcase = { areaName: 'Cao Xá', clusters: 30 };

/**
 * Clusters per commune that are silent, so that 139 of 144 communes stay reachable and 136 proven:
 * five communes whose SIM is out of quota, three whose devices are reached but cannot play.
 */
const troubled: readonly { clusters: number; fault: DemoFault }[] = [
  { clusters: 1, fault: 'offline' },
  { clusters: 2, fault: 'offline' },
  { clusters: 2, fault: 'offline' },
  { clusters: 2, fault: 'offline' },
  { clusters: 2, fault: 'offline' },
  { clusters: 2, fault: 'card-full' },
  { clusters: 2, fault: 'clock-94s' },
  { clusters: 1, fault: 'card-full' },
];

/** Invented places, no real ones. */
const places = [
  'Nhà văn hóa',
  'Cổng chợ',
  'Đê sông Thao',
  'Trường tiểu học',
  'Trạm y tế',
  'Đình làng',
  'Ngã ba Bưu điện',
  'Sân vận động',
  'Cầu Mới',
  'Trụ sở UBND',
] as const;

const models = ['TT-4G-50', 'TT-4G-50', 'TT-LAN-120'] as const;

/** Faults of single devices elsewhere, by position in the whole list: they play, or fail, visibly. */
const strayFaults: ReadonlyMap<number, DemoFault> = new Map([
  [41, 'no-mains'],
  [187, 'wire-cut'],
  [333, 'amplifier-dead'],
  [512, 'no-mains'],
  [690, 'wire-cut'],
  [871, 'amplifier-dead'],
]);

/** How many clusters each commune gets, and their common fault. */
const shares = (
  communes: readonly AreaRow[],
): { commune: AreaRow; clusters: number; fault: DemoFault | null }[] => {
  const showcaseCommune = communes.find(
    (commune) => commune.name === showcase.areaName && commune.type === 'xã',
  );
  const rest = communes.filter((commune) => commune !== showcaseCommune);
  const step = Math.floor(rest.length / troubled.length);
  const troubledAt = new Map(troubled.map((trouble, index) => [index * step + 5, trouble]));
  const taken = troubled.reduce(
    (sum, trouble) => sum + trouble.clusters,
    showcaseCommune ? showcase.clusters : 0,
  );
  const ordinary = rest.length - troubled.length;
  const each = Math.floor((demoClusterCount - taken) / ordinary);
  let extra = demoClusterCount - taken - each * ordinary;
  return communes.map((commune) => {
    if (commune === showcaseCommune) return { commune, clusters: showcase.clusters, fault: null };
    const trouble = troubledAt.get(rest.indexOf(commune));
    if (trouble) return { commune, ...trouble };
    extra -= 1;
    return { commune, clusters: each + (extra >= 0 ? 1 : 0), fault: null };
  });
};

/** 1,000 invented clusters over the IT-enabled communes, the same at every start. */
export const planDemoClusters = (
  communes: readonly AreaRow[],
  now: number,
  inServiceFrom: number,
): DemoCluster[] => {
  const random = seededRandom(20_260_101);
  return shares(communes)
    .flatMap(({ commune, clusters, fault }) =>
      Array.from({ length: clusters }, (_, index) => ({ commune, index, fault })),
    )
    .map(({ commune, index, fault }, position): DemoCluster => {
      const model = pickFrom(random, models);
      const number = String(position + 1).padStart(4, '0');
      const cluster: ClusterRow = {
        id: `clu_demo${number}`,
        areaKey: commune.key,
        zoneKey: null,
        name: `Khu ${index + 1} – ${places[(index + position) % places.length]}`,
        latitude: null,
        longitude: null,
        horns: 1 + Math.floor(random() * 4),
        watts: model === 'TT-LAN-120' ? 120 : 50,
        createdAt: now,
        retiredAt: null,
        isDemo: true,
      };
      const device: DeviceRow = {
        id: `dev_demo${number}`,
        clusterId: cluster.id,
        serial: `${model === 'TT-LAN-120' ? 'LAN' : '4G'}${number}`,
        model,
        status: 'waiting',
        secretHash: null,
        publicKey: null,
        maxVolume: 100,
        createdAt: now,
        inServiceFrom,
        inServiceTo: null,
        configVersion: 0,
      };
      return { cluster, device, fault: fault ?? strayFaults.get(position) ?? null };
    });
};
