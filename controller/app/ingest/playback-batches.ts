import { type PlaybackBatch, playbackBatch } from '#protocol';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { DeviceRow } from '../ports/rows.ts';
import { fitSchema } from './read-payload.ts';
import type { Rejections } from './rejections.ts';

/** A batch as it arrived. */
export type SentBatch = Readonly<{ device: DeviceRow; jws: string; receivedAt: number }>;
/** A batch that its device has signed. */
export type ProvenBatch = Readonly<{ deviceId: string; receivedAt: number; batch: PlaybackBatch }>;

/** Only what the device's own key signed, for that device, in its own order, gets past here. */
export const createBatchReader =
  ({ verify, reject }: { verify: VerifyDevice; reject: Rejections['reject'] }) =>
  async ({ device, jws, receivedAt }: SentBatch): Promise<ProvenBatch | null> => {
    const drop = (...why: [Parameters<Rejections['reject']>[1], unknown?]): null => {
      reject('playback', why[0], device.id, why[1]);
      return null;
    };
    if (device.publicKey === null) return drop('unknown-key');
    const verified = await verify(device.publicKey, jws);
    if (!verified.ok) return drop(verified.reason);
    const read = fitSchema(playbackBatch, verified.payload);
    if (!read.ok) return drop(read.reason, read.detail);
    const batch = read.value;
    // A device that shares its key with another one must still not speak for it.
    if (batch.deviceId !== device.id) return drop('wrong-device');
    if (batch.events[0]?.seq !== batch.firstSeq) return drop('wrong-sequence');
    return { deviceId: device.id, receivedAt, batch };
  };
