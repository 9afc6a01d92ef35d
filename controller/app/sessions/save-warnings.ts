import type { Reach } from '../../domain/reach.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import type { Places } from '../directory/places.ts';
import type { Clock, Fault } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import type { CheckedSession } from './check-session.ts';
import { reachedCommunes } from './check-session.ts';
import { conflictWarnings, onBehalfWarning } from './conflict-warnings.ts';
import { createSessionConflicts } from './session-conflicts.ts';

export type SaveQuestion = Readonly<{
  /** As stored; null for a new session. */
  before: SessionRow | null;
  after: SessionRow;
  checked: CheckedSession;
  /** Bulletins of the first date, placed in the same step. */
  bulletinIds: readonly string[];
  now: number;
}>;

const judgedMs = 14 * 24 * 60 * 60 * 1000;

/** What decides about when and how a session sounds. */
const airOf = ({
  targets,
  class: rank,
  startsLocal,
  timeZone,
  rrule,
  durationMs,
  late,
  resume,
  standing,
}: SessionRow): string =>
  JSON.stringify([targets, rank, startsLocal, timeZone, rrule, durationMs, late, resume, standing]);

/** Any permission: what is saved in quiet hours has one. */
const permission = { id: 'exc', reason: 'quiet hours', approvedBy: 'whoever saves it' };

/** What the person who saves a session should know, over 14 days from its first coming occurrence. */
export const createSaveWarnings = (deps: {
  store: Parameters<typeof createSessionConflicts>[0]['store'] & Pick<Store, 'sessions'>;
  places: Places;
  reachOf: (now: number) => Reach;
  parse: typeof parseRule;
  clock: Pick<Clock, 'after'>;
}): ((question: SaveQuestion) => Promise<Fault[]>) => {
  const { places, reachOf } = deps;
  const conflictsOf = createSessionConflicts(deps);

  return async ({ before, after, checked, bulletinIds, now }) => {
    const reach = reachOf(now);
    const onBehalf = onBehalfWarning(after, reach.level(after.areaKey), checked.communes.length);
    const first = checked.coming[0];
    if (!first || (before && airOf(before) === airOf(after))) return onBehalf;
    const earlier = before ? reachedCommunes(before.targets, places, reach) : [];
    const date = checked.coming.find(({ startAt }) => startAt >= now)?.date;
    const conflicts = await conflictsOf(
      {
        before,
        after: checked.quiet ? { ...after, exception: permission } : after,
        placed: date && bulletinIds.length > 0 ? { date, bulletinIds } : null,
        communes: [...new Set([...checked.communes, ...earlier])],
        span: { from: first.startAt, to: first.startAt + judgedMs },
        now,
      },
      reach,
    );
    const nameOf = (areaKey: string): string => {
      const area = places.areas().find(({ key }) => key === areaKey);
      return area ? `${area.type} ${area.name}` : areaKey;
    };
    return [...conflictWarnings(conflicts, after.id, nameOf), ...onBehalf];
  };
};
