import type { DeviceState } from '#protocol';
import { followingEvents } from '../../domain/spool-sequence.ts';
import type { DeviceDocuments } from '../devices/device-documents.ts';
import type { VerifyDevice } from '../devices/device-signatures.ts';
import type { PlacedDevice } from '../directory/directory.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { SpoolCursor, StoredPlayEvent } from '../ports/store/spools.ts';
import type { Store } from '../ports/store.ts';
import { createEventAllowance } from './event-allowance.ts';
import { createBatchReader, type ProvenBatch, type SentBatch } from './playback-batches.ts';
import { readText } from './read-payload.ts';
import type { Rejections } from './rejections.ts';
import { createSpoolCursors } from './spool-cursors.ts';

/** Play events, from the wire to the disk and the ledger, and only then acknowledged. */
export type PlaybackIntake = Readonly<{
  accept: (placed: PlacedDevice, payload: Uint8Array, receivedAt: number) => void;
  /** Acknowledges anew when a device believes more, or has numbered less, than is stored. */
  reconcile: (deviceId: string, spool: DeviceState['spool']) => void;
  /** Resolves when nothing waits any more. */
  idle: () => Promise<void>;
}>;

const gatherMs = 100;
/** One round is one transaction on the event loop. */
const batchesPerRound = 150;
/** Devices send again what was not acknowledged, so a bound loses nothing. */
const waitingPerDevice = 4;
const waitingBytes = 64 * 1024 * 1024;

type Round = { events: StoredPlayEvent[]; cursors: SpoolCursor[] };

export const createPlaybackIntake = (deps: {
  store: Store;
  ledger: Pick<Ledger, 'apply'>;
  documents: Pick<DeviceDocuments, 'playbackAck'>;
  link: Pick<DeviceLink, 'publish'>;
  clock: Clock;
  log: Log;
  verify: VerifyDevice;
  reject: Rejections['reject'];
}): PlaybackIntake => {
  const { store, ledger, documents, link, clock, log, reject } = deps;
  const read = createBatchReader(deps);
  const cursors = createSpoolCursors({ store });
  const allowance = createEventAllowance({ clock });
  const perDevice = new Map<string, number>();
  let waiting: SentBatch[] = [];
  let bytes = 0;
  let isScheduled = false;
  let working: Promise<void> | null = null;

  const acknowledge = async ({ deviceId, spoolId, seq }: SpoolCursor): Promise<void> => {
    try {
      const { topic, jws } = await documents.playbackAck(deviceId, { spoolId, seq });
      await link.publish(topic, jws, { qos: 1, retain: false });
    } catch (error) {
      log.warn({ err: error, deviceId }, 'An acknowledgement could not be sent; the device asks again');
    }
  };

  /** What the batches of a round add; a spool is named once, with the cursor it then has. */
  const gather = (batches: readonly ProvenBatch[]): Round => {
    const events: StoredPlayEvent[] = [];
    const reached = new Map<string, SpoolCursor>();
    for (const { deviceId, receivedAt, batch } of batches) {
      const { spoolId } = batch;
      const key = `${deviceId} ${spoolId}`;
      const from = reached.get(key)?.seq ?? cursors.of(deviceId, spoolId);
      const following = followingEvents(from, batch.events);
      if (following.fresh.length > 0 && !allowance.mayStore(deviceId, following.fresh.length)) {
        // It is not acknowledged: an honest device sends it again when there is room.
        reject('playback', 'busy', deviceId);
        continue;
      }
      if (following.hasHole) reject('playback', 'wrong-sequence', deviceId, { stored: following.cursor });
      for (const event of following.fresh) {
        events.push({ deviceId, spoolId, seq: event.seq, receivedAt, event });
      }
      reached.set(key, { deviceId, spoolId, seq: following.cursor });
    }
    return { events, cursors: [...reached.values()] };
  };

  const commit = async (batches: readonly ProvenBatch[]): Promise<void> => {
    const round = gather(batches);
    if (round.events.length > 0) {
      const tell = await store.transaction(async (tx) => {
        await tx.spools.append(round.events, round.cursors);
        return ledger.apply(tx, round.events);
      });
      cursors.committed(round.cursors);
      tell();
    }
    // After the commit, never before: an acknowledged event is one that a power cut cannot take away.
    await Promise.all(round.cursors.map(acknowledge));
  };

  /** One device whose events cannot be stored must not hold up the others for ever. */
  const commitOneByOne = async (batches: readonly ProvenBatch[]): Promise<void> => {
    for (const deviceId of new Set(batches.map((one) => one.deviceId))) {
      try {
        await commit(batches.filter((one) => one.deviceId === deviceId));
      } catch (error) {
        reject('playback', 'failed', deviceId);
        log.error({ err: error, deviceId }, 'Play events could not be stored; the device sends them again');
      }
    }
  };

  const workRound = async (): Promise<void> => {
    const taken = waiting.slice(0, batchesPerRound);
    waiting = waiting.slice(batchesPerRound);
    for (const { device, jws } of taken) {
      bytes -= jws.length;
      const left = (perDevice.get(device.id) ?? 1) - 1;
      if (left === 0) perDevice.delete(device.id);
      else perDevice.set(device.id, left);
    }
    const batches = (await Promise.all(taken.map(read))).filter((batch) => batch !== null);
    if (batches.length === 0) return;
    try {
      await cursors.load(batches.map(({ deviceId }) => deviceId));
      await commit(batches);
    } catch (error) {
      log.error({ err: error, batches: batches.length }, 'A round of play events failed; trying one by one');
      await commitOneByOne(batches);
    }
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      try {
        await workRound();
      } catch (error) {
        log.error({ err: error }, 'A round of play events was dropped; devices send them again');
      }
    }
  };

  const begin = (): void => {
    isScheduled = false;
    working ??= work().finally(() => {
      working = null;
      if (waiting.length > 0) schedule();
    });
  };
  const schedule = (): void => {
    if (isScheduled || working) return;
    isScheduled = true;
    clock.after(gatherMs, begin);
  };

  return {
    accept: ({ device }, payload, receivedAt) => {
      const text = readText(payload);
      if (!text.ok) return reject('playback', text.reason, device.id);
      const mine = perDevice.get(device.id) ?? 0;
      if (mine >= waitingPerDevice || bytes >= waitingBytes) return reject('playback', 'busy', device.id);
      perDevice.set(device.id, mine + 1);
      bytes += text.value.length;
      waiting.push({ device, jws: text.value, receivedAt });
      schedule();
    },
    reconcile: (deviceId, { spoolId, nextSeq, ackedSeq }) => {
      cursors
        .load([deviceId])
        .then(() => {
          const seq = cursors.of(deviceId, spoolId);
          const isMistaken = ackedSeq > seq || nextSeq <= seq;
          return isMistaken ? acknowledge({ deviceId, spoolId, seq }) : undefined;
        })
        .catch((error: unknown) => {
          log.warn({ err: error, deviceId }, 'A spool could not be compared with what is stored');
        });
    },
    idle: async () => {
      begin();
      while (working) await working;
    },
  };
};
