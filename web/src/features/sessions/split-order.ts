import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import type { OrderedBulletin } from './session-form-state.ts';

type Placed = Readonly<{ position: number; standing: boolean; bulletin: OrderedBulletin }>;

/** Everything in its place, also what does not air as it stands: saving the order must not lose it. */
const placedIn = ({ items, unplaced }: ScheduleEntry): Placed[] =>
  [
    ...items.map((item) => ({
      position: item.position,
      standing: item.standing,
      bulletin: {
        id: item.bulletinId,
        title: item.title,
        durationMs: Date.parse(item.endAt) - Date.parse(item.startAt),
      },
    })),
    ...unplaced.map(({ position, standing, bulletinId, title, startAt, endAt, approval, reason }) => ({
      position,
      standing,
      bulletin: {
        id: bulletinId,
        title,
        durationMs: startAt === null || endAt === null ? 0 : Date.parse(endAt) - Date.parse(startAt),
        ...(reason === 'not-approved' && approval !== null ? { approval } : {}),
      },
    })),
  ].sort((a, b) => a.position - b.position);

/** What was placed on the date, and the standing items around it, which are not the date's to change. */
export const splitOrder = (
  entry: ScheduleEntry,
): { before: OrderedBulletin[]; placed: OrderedBulletin[]; after: OrderedBulletin[] } => {
  const order = placedIn(entry);
  const firstPlaced = order.findIndex(({ standing }) => !standing);
  const edge = firstPlaced === -1 ? order.length : firstPlaced;
  const bulletins = (part: readonly Placed[]) => part.map(({ bulletin }) => bulletin);
  return {
    before: bulletins(order.slice(0, edge)),
    placed: bulletins(order.filter(({ standing }) => !standing)),
    after: bulletins(order.slice(edge).filter(({ standing }) => standing)),
  };
};
