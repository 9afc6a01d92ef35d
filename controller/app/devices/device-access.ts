import { timingSafeEqual } from 'node:crypto';
import { deviceAcl } from '#protocol';
import type { Directory } from '../directory/directory.ts';
import type { Digest } from '../ports/runtime.ts';

/** What a device shows when it connects. */
export type DeviceCredentials = Readonly<{
  clientId: string;
  username: string;
  password: Uint8Array | undefined;
}>;

/** Who a connection is, and what it may do; the broker enforces it. */
export type DevicePrincipal = Readonly<{
  id: string;
  maySubscribe: (filter: string) => boolean;
  mayPublish: (topic: string) => boolean;
  maxPayloadBytes: (topic: string) => number;
}>;

/** Compared with when the device is unknown, so that every refusal takes the same time. */
const noHash = '0'.repeat(64);

const utf8 = new TextDecoder();

const equalInConstantTime = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * Lets in active devices, each under its own id with its own secret. Secrets are 256 random bits, so one
 * SHA-256 is enough: a slow hash would cost minutes of CPU when every device of a province reconnects.
 */
export const createDeviceAccess =
  ({ directory, digest }: { directory: Directory; digest: Digest }) =>
  ({ clientId, username, password }: DeviceCredentials): DevicePrincipal | null => {
    const placed = directory.devices.placed(username);
    const held = placed?.device.status === 'active' ? placed.device.secretHash : null;
    const shown = digest(utf8.decode(password ?? new Uint8Array()));
    const matches = equalInConstantTime(shown, held ?? noHash);
    if (!matches || !placed || held === null || clientId !== username) return null;
    const { areaKey } = placed.cluster;
    const ancestorKeys = directory.areas.ancestors(areaKey).map(({ key }) => key);
    return {
      id: placed.device.id,
      ...deviceAcl({ deviceId: placed.device.id, areaKeys: [areaKey], ancestorKeys }),
    };
  };
