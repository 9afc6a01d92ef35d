import { withHearing } from '../../domain/hearing.ts';
import type { Directory } from '../directory/directory.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock, Fault, Outcome, Random } from '../ports/runtime.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { PlaybackRow } from '../ports/store/playbacks.ts';
import type { Store } from '../ports/store.ts';
import { deviceFaults } from './device-faults.ts';
import { createTell } from './device-history.ts';

/** What somebody before the loudspeaker says of a test tone: evidence of grade `confirmed`. */
export type Hearings = Readonly<{
  record: (
    cluster: ClusterRow,
    said: { announcementId: string; isHeard: boolean },
    by: string,
  ) => Promise<Outcome<PlaybackRow>>;
}>;

const notATest: Fault = {
  code: 'Hearing_NotATest',
  vi: 'Chỉ xác nhận được âm thử.',
  en: 'Only a test tone can be confirmed.',
};
const notYet: Fault = {
  code: 'Hearing_NotYet',
  vi: 'Âm thử chưa tới giờ phát ở cụm loa này. Hãy thử lại sau vài giây.',
  en: 'The test tone has not begun at this cluster. Try again in a few seconds.',
};

export const createHearings = (deps: {
  store: Store;
  directory: Directory;
  ledger: Pick<Ledger, 'follow'>;
  clock: Clock;
  random: Random;
}): Hearings => {
  const { store, directory, ledger, clock } = deps;
  const tell = createTell(deps);
  return {
    record: async (cluster, { announcementId, isHeard }, by) => {
      const [announcement] = await store.announcements.many([announcementId]);
      if (announcement?.kind !== 'test') return { ok: false, status: 422, fault: notATest };
      const device = directory.devices.ofCluster(cluster.id);
      if (!device) return { ok: false, status: 404, fault: deviceFaults.noDevice };
      const now = clock.now();
      const row = await store.transaction(async (tx) => {
        const [held] = await tx.playbacks.many([{ itemId: announcementId, deviceId: device.id }]);
        if (!held) return null;
        const confirmed = withHearing(held, isHeard, now);
        await tx.playbacks.put([confirmed]);
        await tx.devices.addEvents([tell(isHeard ? 'heard' : 'not-heard', { cluster, device, by })]);
        return confirmed;
      });
      if (!row) return { ok: false, status: 409, fault: notYet };
      ledger.follow([row]);
      return { ok: true, value: row };
    },
  };
};
