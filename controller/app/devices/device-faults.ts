import type { Fault } from '../ports/runtime.ts';

/** Why something cannot be done with a cluster or a receiver, for people. */
export const deviceFaults = {
  noCluster: {
    code: 'Cluster_Unknown',
    vi: 'Không có cụm loa này.',
    en: 'There is no such cluster.',
  },
  noDevice: {
    code: 'Device_Unknown',
    vi: 'Không có bộ thu này.',
    en: 'There is no such device.',
  },
  revoked: {
    code: 'Device_Revoked',
    vi: 'Bộ thu đã bị khóa. Hãy thêm bộ thu mới cho cụm loa.',
    en: 'The device is revoked. Add a new device to the cluster.',
  },
  retired: {
    code: 'Cluster_Retired',
    vi: 'Cụm loa đã ngừng sử dụng. Hãy thêm cụm loa mới.',
    en: 'The cluster is retired. Add a new one.',
  },
  notACommune: {
    code: 'Cluster_NeedsCommune',
    vi: 'Cụm loa phải thuộc một xã, phường hoặc thị trấn đang còn hiệu lực.',
    en: 'A cluster belongs to a commune that is in force.',
  },
  notAZone: {
    code: 'Cluster_ZoneElsewhere',
    vi: 'Khu này không thuộc xã của cụm loa.',
    en: 'The zone does not lie in the commune of the cluster.',
  },
  sameCommune: {
    code: 'Cluster_SameCommune',
    vi: 'Cụm loa đang ở địa bàn này rồi.',
    en: 'The cluster stands in this commune already.',
  },
  halfPosition: {
    code: 'Cluster_HalfPosition',
    vi: 'Vị trí cần cả vĩ độ và kinh độ.',
    en: 'A position needs both latitude and longitude.',
  },
  outside: {
    code: 'Cluster_OutsideVietnam',
    vi: 'Vị trí nằm ngoài Việt Nam; hãy kiểm tra vĩ độ và kinh độ, có thể đã đổi chỗ cho nhau.',
    en: 'The position is outside Vietnam; check latitude and longitude, they may be swapped.',
  },
  nameTaken: {
    code: 'Cluster_NameTaken',
    vi: 'Trong xã đã có cụm loa tên này.',
    en: 'The commune has a cluster of this name already.',
  },
} as const satisfies Record<string, Fault>;

export const serialInUse = (serial: string, clusterName: string): Fault => ({
  code: 'Device_SerialInUse',
  vi: `Số sê-ri ${serial} đang thuộc cụm loa “${clusterName}”. Hãy khóa bộ thu ở đó trước, hoặc kiểm tra lại số.`,
  en: `The serial ${serial} belongs to the cluster “${clusterName}”. Revoke it there first, or check the number.`,
});
