import type { PlayEvent } from '#protocol';
import { type DeviceJournal, hadFullSpool } from '../journal.ts';
import { planIn, playbacksIn, type RawPlanItem, type RawPlayback, rowKey } from '../oracle/playback-rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

type Ended = Extract<PlayEvent, { type: 'ended' }>;

/** Long after a play everything about it has been said. */
const settledMs = 10 * 60_000;

const isMeant = (item: RawPlanItem, clusterId: string): boolean => {
  const ids: unknown = item.cluster_ids === null ? null : JSON.parse(item.cluster_ids);
  return !Array.isArray(ids) || ids.includes(clusterId);
};

const strongest = ['missed', 'skipped', 'failed', 'interrupted', 'played'];

const endedOf = ({ spooled }: DeviceJournal, itemId: string): Ended[] =>
  spooled.flatMap(({ event }) => (event.type === 'ended' && event.itemId === itemId ? [event] : []));

/** What must become of a row, going by what the device wrote on its own disk. */
const expectedOutcome = (endings: readonly Ended[]): string =>
  endings.reduce(
    (best, { outcome }) => (strongest.indexOf(outcome) > strongest.indexOf(best) ? outcome : best),
    'unknown',
  );

const judgeRow = (row: RawPlayback, journal: DeviceJournal): string | null => {
  const expected = expectedOutcome(endedOf(journal, row.item_id));
  if (row.outcome === 'cancelled') {
    const told = expected === 'unknown' ? null : expected;
    const said = row.reason?.split(': ')[0] ?? null;
    return said === told || said === 'started' ? null : `cancelled, said to be ${said} and was ${told}`;
  }
  if (row.outcome !== expected) return `is ${row.outcome} (${row.reason}) and the device said ${expected}`;
  return row.reason === 'awaiting' ? 'still awaits its report' : null;
};

const devicesIn = ({ country }: World, areaKey: string) =>
  country.devices.filter(({ id }) => country.clusterOf(id).areaKey === areaKey);

/** Every planned play ends in exactly one outcome, and it is the one that the device has evidence of. */
export const oneOutcomePerPlay: Invariant = {
  name: 'one outcome per planned play',
  judge: (world, tell) => {
    const now = world.time.now();
    const rows = playbacksIn(world);
    const byKey = new Map(rows.map((row) => [rowKey(row.item_id, row.device_id), row]));
    if (byKey.size < rows.length) tell(now, 'log', 'two rows of one item and one device');
    for (const item of planIn(world)) {
      const wasPlanned = item.cancelled_at === null || item.cancelled_at > item.start_at;
      if (!wasPlanned || item.end_at > now - settledMs) continue;
      for (const { id, clusterId } of devicesIn(world, item.area_key)) {
        if (!isMeant(item, clusterId) || byKey.has(rowKey(item.item_id, id))) continue;
        tell(item.start_at, id, `${item.item_id} was planned and has no row`);
      }
    }
    for (const row of rows) {
      const journal = world.journal.of(row.device_id);
      if (row.planned_end > now - settledMs || hadFullSpool(journal)) continue;
      const wrong = judgeRow(row, journal);
      if (wrong !== null) tell(row.planned_start, row.device_id, `${row.item_id} ${wrong}`);
    }
  },
};
