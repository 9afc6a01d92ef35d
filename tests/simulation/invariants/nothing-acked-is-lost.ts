import { hadFullSpool } from '../journal.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** The same words in whatever order. */
const wordsOf = (event: object): string =>
  JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));

const storedOf = ({ database }: World, deviceId: string): Set<string> => {
  const rows = database.rows('select spool_id, seq, event from play_events where device_id = ?', deviceId);
  return new Set(rows.map(({ spool_id, event }) => `${spool_id} ${wordsOf(JSON.parse(String(event)))}`));
};

/**
 * What a device was told to be stored is in the store at the end, word for word; and as everything has been mended
 * by then, so is everything that ever reached a device's disk, restored backups or not.
 */
export const nothingAckedIsLost: Invariant = {
  name: 'nothing acknowledged is lost',
  judge: (world, tell) => {
    for (const [deviceId, ofDevice] of world.journal.devices()) {
      if (hadFullSpool(ofDevice)) continue;
      const { spooled, acks } = ofDevice;
      const stored = storedOf(world, deviceId);
      for (const { at, spoolId, event } of spooled) {
        if (stored.has(`${spoolId} ${wordsOf(event)}`)) continue;
        const ack = acks.find((one) => one.at >= at && one.spoolId === spoolId && one.seq >= event.seq);
        tell(
          at,
          deviceId,
          `event ${event.seq} (${event.type}) is not stored${ack ? ', and was acknowledged' : ''}`,
        );
      }
    }
  },
};
