import { presenceMessage } from '#protocol';
import type { PlacedDevice } from '../directory/directory.ts';
import type { Presence } from '../presence/presence.ts';
import { readPayload } from './read-payload.ts';
import type { Rejections } from './rejections.ts';

/** "I am here" is a sign of life; a will message is only a hint that the connection is gone. */
export const createPresenceIntake =
  ({ presence, reject }: { presence: Pick<Presence, 'heard' | 'left'>; reject: Rejections['reject'] }) =>
  ({ device }: PlacedDevice, payload: Uint8Array, receivedAt: number): void => {
    const read = readPayload(presenceMessage, payload);
    if (!read.ok) reject('presence', read.reason, device.id, read.detail);
    else if (read.value.online) presence.heard(device.id, receivedAt);
    else presence.left(device.id, receivedAt);
  };
