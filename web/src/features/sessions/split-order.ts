import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import type { OrderedBulletin } from './session-form-state.ts';

const ordered = (item: ScheduleEntry['items'][number]): OrderedBulletin => ({
  id: item.bulletinId,
  title: item.title,
  durationMs: Date.parse(item.endAt) - Date.parse(item.startAt),
});

/** What was placed on the date, and the standing items around it, which are not the date's to change. */
export const splitOrder = (
  entry: ScheduleEntry,
): { before: OrderedBulletin[]; placed: OrderedBulletin[]; after: OrderedBulletin[] } => {
  const firstPlaced = entry.items.findIndex((item) => !item.standing);
  const edge = firstPlaced === -1 ? entry.items.length : firstPlaced;
  return {
    before: entry.items.slice(0, edge).map(ordered),
    placed: entry.items.filter((item) => !item.standing).map(ordered),
    after: entry.items
      .slice(edge)
      .filter((item) => item.standing)
      .map(ordered),
  };
};
