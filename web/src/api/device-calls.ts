import type {
  ClusterHistory,
  ClusterSites,
  ClusterSummary,
  CreatedDevice,
  ImportPreview,
  ImportResult,
} from '../../../controller/http/api-type.ts';
import { apiUrl, type Filter, getJson, sendEmpty, sendJson } from './client.ts';

const id = encodeURIComponent;

export type ClusterInput = Readonly<{
  areaCode: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
  horns: number;
  watts: number;
}>;
export type ReceiverInput = Readonly<{
  clusterId: string;
  serial: string;
  model: string;
  maxVolume?: number;
}>;
export type FoundReceiver = Readonly<{ clusterId: string; device: CreatedDevice['device'] }>;

/** Clusters and receivers made, changed and looked at on the spot. */
export const createDeviceCalls = () => ({
  createCluster: (cluster: ClusterInput) => sendJson<ClusterSummary>('POST', apiUrl('/clusters'), cluster),
  editCluster: (clusterId: string, change: Partial<Omit<ClusterInput, 'areaCode'>>) =>
    sendJson<ClusterSummary>('PATCH', apiUrl(`/clusters/${id(clusterId)}`), change),
  moveCluster: (clusterId: string, areaCode: string, reason: string) =>
    sendJson<ClusterSummary>('POST', apiUrl(`/clusters/${id(clusterId)}/move`), { areaCode, reason }),
  retireCluster: (clusterId: string, reason: string) =>
    sendJson<ClusterSummary>('POST', apiUrl(`/clusters/${id(clusterId)}/retire`), { reason }),
  clusterHistory: (clusterId: string, signal?: AbortSignal) =>
    getJson<ClusterHistory>(apiUrl(`/clusters/${id(clusterId)}/history`), signal),
  clusterSites: (filter: Filter<'area' | 'latitude' | 'longitude' | 'limit'>, signal?: AbortSignal) =>
    getJson<ClusterSites>(apiUrl('/cluster-sites', filter), signal),
  putPhoto: (clusterId: string, jpeg: string) =>
    sendEmpty('PUT', apiUrl(`/clusters/${id(clusterId)}/photo`), { jpeg }),
  recordHearing: (clusterId: string, announcementId: string, heard: boolean) =>
    sendJson<{ outcome: string }>('POST', apiUrl(`/clusters/${id(clusterId)}/hearings`), {
      announcementId,
      heard,
    }),

  registerDevice: (receiver: ReceiverInput) => sendJson<CreatedDevice>('POST', apiUrl('/devices'), receiver),
  newClaimCode: (deviceId: string) =>
    sendJson<CreatedDevice>('POST', apiUrl(`/devices/${id(deviceId)}/claim-code`), {}),
  revokeDevice: (deviceId: string, reason: string) =>
    sendJson<CreatedDevice['device']>('POST', apiUrl(`/devices/${id(deviceId)}/revoke`), { reason }),
  limitVolume: (deviceId: string, maxVolume: number) =>
    sendJson<CreatedDevice['device']>('PATCH', apiUrl(`/devices/${id(deviceId)}`), { maxVolume }),
  lookUpCode: (code: string) => sendJson<FoundReceiver>('POST', apiUrl('/claim-lookups'), { code }),

  previewImport: (content: string) =>
    sendJson<ImportPreview>('POST', apiUrl('/cluster-imports/preview'), { content }),
  runImport: (content: string) => sendJson<ImportResult>('POST', apiUrl('/cluster-imports'), { content }),
});
