import { type PlaybackBatch, playbackBatch } from '#protocol';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { DeviceRow } from '../ports/store/devices.ts';
import { fitSchema } from './read-payload.ts';
import type { Rejections } from './rejections.ts';

/** A batch as it arrived. */
export type SentBatch = Readonly<{ device: DeviceRow; jws: string; receivedAt: number }>;
/** A batch that its device has signed. */
export type ProvenBatch = Readonly<{ deviceId: string; receivedAt: number; batch: PlaybackBatch }>;

/**
 * What a receiver did before it was taken out of service is evidence, whenever it arrives: on a broker elsewhere a
 * batch may have waited. What came afterwards is not, whoever held the key by then; with the first such event the
 * batch ends, and nothing more is stored or acknowledged. A thief may still tell lies about the time before, signed by
 * the key of then; such rows show that their evidence came late.
 */
const inService = (events: PlaybackBatch['events'], inServiceTo: number | null): PlaybackBatch['events'] => {
  if (inServiceTo === null) return events;
  const after = events.findIndex(({ at }) => at > inServiceTo);
  return after < 0 ? events : events.slice(0, after);
};

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
    const events = inService(batch.events, device.inServiceTo);
    if (events.length === 0) return drop('not-in-service');
    return { deviceId: device.id, receivedAt, batch: { ...batch, events } };
  };
