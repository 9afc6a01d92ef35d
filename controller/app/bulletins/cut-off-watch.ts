import { approveByOf } from '../../domain/approval.ts';
import type { parseRule } from '../../domain/recurrence.ts';
import { vietnamTimestamp } from '../../domain/vietnam-date.ts';
import type { EventBus } from '../ports/events.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { Store } from '../ports/store.ts';
import { loadLayouts } from '../sessions/load-layouts.ts';

/**
 * Tells people of bulletins that miss an occurrence because nobody approved them in time: at the cut-off, once, also
 * when the controller was down just then. Whether they air follows from the plan, not from this.
 */
export type CutOffWatch = Readonly<{ start: () => Promise<void>; stop: () => Promise<void> }>;

type Miss = Readonly<{
  session: SessionRow;
  recurrenceAt: number;
  bulletinId: string;
  title: string;
  approveBy: number;
}>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Should an event of a change be missed. */
const longestWaitMs = 10 * minuteMs;
/** Several changes in a row are one look. */
const afterChangeMs = 1_000;

const clockTime = (at: number): string => vietnamTimestamp(at).slice(11, 16);

export const createCutOffWatch = (deps: {
  store: Store;
  parse: typeof parseRule;
  cutOffMs: number;
  notifier: Notifier;
  events: Pick<EventBus, 'listen'>;
  clock: Clock;
  log: Log;
}): CutOffWatch => {
  const { store, parse, cutOffMs, notifier, events, clock } = deps;
  const log = deps.log.child({ component: 'cut-off-watch' });
  let cancelTimer: (() => void) | null = null;
  let stopListening = (): void => undefined;
  let looking: Promise<void> = Promise.resolve();
  let isRunning = false;

  /** What is placed around now and lacks an approval that would bring it on air. */
  const unapproved = async (now: number): Promise<Miss[]> => {
    const span = { from: now - dayMs, to: now + cutOffMs + dayMs };
    const layouts = await loadLayouts(store, parse, span);
    return layouts.flatMap(({ session, occurrences }) =>
      occurrences.flatMap(({ occurrence, unplaced }) =>
        unplaced.flatMap(({ bulletinId, title, approval, reason }): Miss[] => {
          const isLate = reason === 'cut-off-missed';
          if (!isLate && (reason !== 'not-approved' || approval === 'withdrawn')) return [];
          const { startAt: recurrenceAt } = occurrence;
          const approveBy = approveByOf(recurrenceAt, cutOffMs);
          return [{ session, recurrenceAt, bulletinId, title, approveBy }];
        }),
      ),
    );
  };

  const tell = (miss: Miss, areaKeys: readonly string[], tx: Store): Promise<void> => {
    const { session, recurrenceAt, bulletinId, title, approveBy } = miss;
    const start = clockTime(recurrenceAt);
    return notifier.notify(
      {
        type: 'cut-off-missed',
        areaKey: session.areaKey,
        areaKeys,
        subjectId: bulletinId,
        title: { vi: `Lỡ hạn duyệt: ${title}`, en: `Not approved in time: ${title}` },
        body: {
          vi: `Không phát trong “${session.title}” lúc ${start}: hạn duyệt là ${clockTime(approveBy)}. Các mục khác vẫn phát.`,
          en: `It does not air in “${session.title}” at ${start}: approval was due by ${clockTime(approveBy)}. The rest airs.`,
        },
        path: `/ban-tin/${bulletinId}`,
        at: approveBy,
      },
      tx,
    );
  };

  const look = async (): Promise<void> => {
    const now = clock.now();
    const found = await unapproved(now);
    const due = found.filter(({ approveBy }) => approveBy <= now);
    if (due.length > 0) {
      await store.transaction(async (tx) => {
        const rows = due.map(({ session, recurrenceAt, bulletinId }) => ({
          ...{ sessionId: session.id, recurrenceAt, bulletinId },
          foundAt: now,
        }));
        const unique = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
        for (const miss of await tx.approvals.noteMisses(unique)) {
          const bulletin = await tx.bulletins.get(miss.bulletinId);
          const one = due.find(
            ({ session, recurrenceAt, bulletinId }) =>
              session.id === miss.sessionId &&
              recurrenceAt === miss.recurrenceAt &&
              bulletinId === miss.bulletinId,
          );
          if (!one) continue;
          const areaKeys = [...new Set([one.session.areaKey, bulletin?.areaKey ?? one.session.areaKey])];
          await tell(one, areaKeys, tx);
          log.info(
            { bulletinId: miss.bulletinId, sessionId: miss.sessionId, startAt: miss.recurrenceAt },
            'A bulletin missed its cut-off',
          );
        }
      });
    }
    const next = Math.min(...found.map(({ approveBy }) => approveBy).filter((at) => at > now));
    arm(Math.min(next - now, longestWaitMs));
  };

  const arm = (delayMs: number): void => {
    cancelTimer?.();
    cancelTimer = isRunning
      ? clock.after(delayMs, () => {
          looking = look().catch((error: unknown) => {
            log.error({ err: error }, 'Cut-offs could not be looked at; tried again soon');
            arm(minuteMs);
          });
        })
      : null;
  };

  return {
    start: async () => {
      isRunning = true;
      stopListening = events.listen((event) => {
        const isDecision = event.type === 'bulletin' && event.audioState !== 'processing';
        if (event.type === 'schedule' || isDecision) arm(afterChangeMs);
      });
      await look();
    },
    stop: async () => {
      isRunning = false;
      stopListening();
      cancelTimer?.();
      await looking;
    },
  };
};
