import type { Directory } from '../app/directory/directory.ts';
import type { AsRunLog } from '../app/ledger/as-run-log.ts';
import type { PlaybackTally } from '../app/ports/store/playbacks.ts';
import type { Readiness as ReadinessCheck } from '../app/sessions/readiness.ts';
import type { ScheduleEntry as PlannedEntry } from '../app/sessions/sessions.ts';
import { approveByOf } from '../domain/approval.ts';
import { fullName } from '../domain/area.ts';
import { sumOutcomes } from '../domain/outcome-counts.ts';
import type { SessionTarget } from '../domain/session-target.ts';
import { areaRefOf } from './area-ref.ts';
import type { ScheduleEntry } from './representations/session.ts';
import { iso, isoOrNull } from './representations/time.ts';

/** Readiness further ahead says little: fetching has hardly begun. */
const readinessWithinMs = 24 * 60 * 60 * 1_000;
/** With a day before and two after, within the 62 days of one reading. */
const longestSpanMs = 50 * 24 * 60 * 60 * 1_000;

/** Targets as people name them: `Huyện Lâm Thao`, or a cluster by its name. */
export const targetNamesOf = (
  directory: Directory,
  { targets }: Readonly<{ targets: readonly SessionTarget[] }>,
): string[] =>
  targets.map((target) => {
    if ('clusterId' in target) return directory.clusters.get(target.clusterId)?.name ?? target.clusterId;
    const area = directory.areas.get(target.areaKey);
    return area ? fullName(area) : target.areaKey;
  });

/** What the log says of one occurrence, in the communes it was planned for. */
export const talliesOf = async (asRun: AsRunLog, entry: PlannedEntry): Promise<PlaybackTally[]> => {
  const tallies = await asRun.tally({
    // Of all communes, so that whoever looks at the province or a part of it shares one count.
    areaKeys: null,
    from: entry.startAt,
    to: entry.endAt,
    outcomes: null,
    itemId: null,
    sessionId: entry.session.id,
    clusterId: null,
  });
  const planned = new Set(entry.plannedCommunes);
  return tallies.filter((tally) => planned.has(tally.areaKey));
};

type DateSpan = [string, ...string[]];

/** Dates in order and in groups that one reading of the schedule can cover. */
export const spansOf = (dates: readonly string[]): DateSpan[] => {
  const spans: DateSpan[] = [];
  for (const date of [...new Set(dates)].sort()) {
    const span = spans.at(-1);
    if (span && Date.parse(date) - Date.parse(span[0]) <= longestSpanMs) span.push(date);
    else spans.push([date]);
  }
  return spans;
};

export type ScheduleView = (entry: PlannedEntry, now: number) => Promise<ScheduleEntry>;

/** One occurrence with what is known of its devices: readiness before, outcomes from its start on. */
export const createScheduleView = (deps: {
  asRun: AsRunLog;
  directory: Directory;
  readiness: ReadinessCheck;
  approvalCutOffMs: number;
}): ScheduleView => {
  const { asRun, directory, readiness } = deps;

  const readinessOf = async (entry: PlannedEntry, now: number): Promise<ScheduleEntry['readiness']> => {
    if (entry.endAt <= now || entry.startAt - now > readinessWithinMs || entry.items.length === 0)
      return null;
    const { ready, total } = await readiness({
      areaKeys: entry.plannedCommunes,
      sessionId: entry.session.id,
      startAt: entry.startAt,
    });
    return { ready, total };
  };
  return async (entry, now) => {
    const { session, items } = entry;
    const planned = new Set(entry.plannedCommunes);
    const targets = session.targets.filter(
      (target) => 'areaKey' in target || planned.has(directory.clusters.get(target.clusterId)?.areaKey ?? ''),
    );
    const hasBegun = entry.startAt <= now;
    return {
      sessionId: session.id,
      title: session.title,
      class: session.class,
      area: areaRefOf(directory, session.areaKey),
      date: entry.date,
      startAt: iso(entry.startAt),
      endAt: iso(entry.endAt),
      soundEndAt: isoOrNull(items.at(-1)?.endAt ?? null),
      targetNames: targetNamesOf(directory, { targets }),
      communes: entry.plannedCommunes.length,
      items: items.map((item) => ({
        itemId: item.itemId,
        position: item.position,
        bulletinId: item.bulletinId,
        title: item.title,
        class: item.class,
        startAt: iso(item.startAt),
        endAt: iso(item.endAt),
        sha256: item.asset.sha256,
        standing: item.isStanding,
      })),
      unplaced: entry.unplaced.map((one) => ({
        position: one.position,
        bulletinId: one.bulletinId,
        title: one.title,
        startAt: isoOrNull(one.startAt),
        endAt: isoOrNull(one.endAt),
        standing: one.isStanding,
        approval: one.approval,
        reason: one.reason,
        approveBy:
          one.reason === 'not-approved' && one.approval !== 'withdrawn'
            ? iso(approveByOf(entry.startAt, deps.approvalCutOffMs))
            : null,
      })),
      exception: session.exception && {
        reason: session.exception.reason,
        approvedBy: session.exception.approvedBy,
      },
      readiness: await readinessOf(entry, now),
      outcomes: hasBegun ? sumOutcomes(await talliesOf(asRun, entry)) : null,
    };
  };
};
