import { timeRequest } from '#protocol';
import type { DeviceDocuments } from '../devices/device-documents.ts';
import type { PlacedDevice } from '../directory/directory.ts';
import type { DeviceLink, Log } from '../ports/runtime.ts';
import { readPayload } from './read-payload.ts';
import type { Rejections } from './rejections.ts';

/** An answer that waits behind more than this many signatures would only widen the device's error bound. */
const mostAtOnce = 1_000;

/** Answers at once: every millisecond between the stamps and the device is uncertainty of its clock. */
export const createTimeIntake = (deps: {
  documents: Pick<DeviceDocuments, 'time'>;
  link: Pick<DeviceLink, 'publish'>;
  log: Log;
  reject: Rejections['reject'];
}) => {
  const { documents, link, log, reject } = deps;
  const answering = new Set<string>();

  return ({ device }: PlacedDevice, payload: Uint8Array, receivedAt: number): void => {
    const read = readPayload(timeRequest, payload);
    if (!read.ok) {
      reject('timeRequest', read.reason, device.id, read.detail);
      return;
    }
    if (answering.has(device.id) || answering.size >= mostAtOnce) {
      reject('timeRequest', 'busy', device.id);
      return;
    }
    answering.add(device.id);
    documents
      .time(device.id, read.value, receivedAt)
      .then(({ topic, jws }) => link.publish(topic, jws, { qos: 0, retain: false }))
      .catch((error: unknown) => {
        reject('timeRequest', 'failed', device.id);
        log.debug({ err: error, deviceId: device.id }, 'A time request could not be answered');
      })
      .finally(() => answering.delete(device.id));
  };
};
