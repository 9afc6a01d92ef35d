import { heartbeat } from '#protocol';
import type { PlacedDevice } from '../directory/directory.ts';
import type { Presence } from '../presence/presence.ts';
import { readPayload } from './read-payload.ts';
import type { Rejections } from './rejections.ts';

/**
 * The hottest path of the controller: 10,000 devices send one every few seconds. It parses, notes, and
 * leaves the writing to a batch.
 */
export const createHeartbeatIntake =
  ({ presence, reject }: { presence: Pick<Presence, 'heard'>; reject: Rejections['reject'] }) =>
  ({ device }: PlacedDevice, payload: Uint8Array, receivedAt: number): void => {
    const read = readPayload(heartbeat, payload);
    if (read.ok) presence.heard(device.id, receivedAt, read.value);
    else reject('heartbeat', read.reason, device.id, read.detail);
  };
