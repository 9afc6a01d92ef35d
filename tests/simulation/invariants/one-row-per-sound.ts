import { hadFullSpool } from '../journal.ts';
import { playbacksIn, rowKey } from '../oracle/playback-rows.ts';
import type { Invariant } from './invariant.ts';

const heardOutcomes = ['played', 'interrupted', 'failed', 'cancelled'];
/** Power may go in the very step that would have written the start down. */
const momentMs = 100;

/** Whatever residents heard has one row that says so. */
export const oneRowPerSound: Invariant = {
  name: 'one row per sound heard',
  judge: (world, tell) => {
    const rows = new Map(playbacksIn(world).map((row) => [rowKey(row.item_id, row.device_id), row]));
    for (const [deviceId, ofDevice] of world.journal.devices()) {
      if (hadFullSpool(ofDevice)) continue;
      for (const { itemId, from, to } of ofDevice.sounds) {
        if (to - from < momentMs) continue;
        const row = rows.get(rowKey(itemId, deviceId));
        if (!row) tell(from, deviceId, `${itemId} was heard and has no row`);
        else if (row.started_at === null || !heardOutcomes.includes(row.outcome)) {
          tell(from, deviceId, `${itemId} was heard, and its row says ${row.outcome} (${row.reason})`);
        } else if (row.outcome === 'cancelled' && row.deviation === null) {
          tell(from, deviceId, `${itemId} was cancelled and heard, and its row shows no deviation`);
        }
      }
    }
  },
};
