import { type Finding, finding } from '../../domain/incident.ts';
import type { Directory } from '../directory/directory.ts';

/** Two connections with one identity push each other out: a receiver was copied, or its secret was stolen. */
export const sharedCredentialsFinding = (
  directory: Pick<Directory, 'devices'>,
  { clientId, addresses }: Readonly<{ clientId: string; addresses: readonly string[] }>,
): Finding | null => {
  const placed = directory.devices.placed(clientId);
  if (!placed) return null;
  return finding({
    type: 'shared-credentials',
    severity: 'warning',
    subject: clientId,
    areaKey: placed.cluster.areaKey,
    clusterId: placed.cluster.id,
    deviceId: clientId,
    detail: { addresses: addresses.join(', ') },
  });
};
