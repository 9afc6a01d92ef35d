import { type Candidate, rank } from '#protocol';
import type { Directory } from '../app/directory/directory.ts';
import type { DryRunReport } from '../app/sessions/dry-run.ts';
import { approveByOf } from '../domain/approval.ts';
import { areaRefOf } from './area-ref.ts';
import type { DryRun } from './representations/dry-run.ts';
import { iso } from './representations/time.ts';

type Subject = Candidate['subject'];
type Cause = NonNullable<DryRun['sounds'][number]['by']>;

const classNames = {
  [rank.normal]: 'normal',
  [rank.priority]: 'priority',
  [rank.emergency]: 'emergency',
  [rank.stop]: 'stop',
} as const;

const classOf = (subject: Subject): DryRun['sounds'][number]['class'] => {
  if (subject.kind === 'item') return subject.item.class;
  return subject.announcement.kind === 'emergency' ? 'emergency' : 'priority';
};

/** A dry run as the API tells it: areas by code, instants as text, and whose each thing is. */
export const createDryRunView =
  (directory: Directory, cutOffMs: number) =>
  (report: DryRunReport): DryRun => {
    const { sessions, announcedBy } = report;

    const ownerOf = (subject: Subject) => {
      if (subject.kind === 'announcement') {
        const { id, title } = subject.announcement;
        const ownerArea = areaRefOf(directory, announcedBy.get(id) ?? report.areaKey);
        return { itemId: id, title, sessionId: null, sessionTitle: null, ownerArea };
      }
      const { id, title, sessionId } = subject.item;
      const session = sessions.get(sessionId);
      const ownerArea = areaRefOf(directory, session?.areaKey ?? report.areaKey);
      return { itemId: id, title, sessionId, sessionTitle: session?.title ?? null, ownerArea };
    };
    const describe = (subject: Subject) => {
      const entry = subject.kind === 'item' ? subject.item : subject.announcement;
      return {
        ...ownerOf(subject),
        kind: subject.kind,
        class: classOf(subject),
        plannedStart: iso(entry.startAt),
        plannedEnd: iso(entry.endAt ?? entry.startAt),
      };
    };
    const causeOf = (by: Candidate | null): Cause | null =>
      by && { ...ownerOf(by.subject), kind: by.subject.kind, class: classNames[by.rank] };

    const unheard = report.silent.map(({ subject, reason, by, clusterIds }): DryRun['silent'][number] => ({
      ...describe(subject),
      reason,
      by: causeOf(by),
      cause: null,
      approveBy: null,
      clusterIds: clusterIds && [...clusterIds],
    }));
    const notPlaced = report.notPlaced.map(
      ({ session, title, startAt, endAt, cause, isOpen }): DryRun['silent'][number] => ({
        itemId: null,
        kind: 'item',
        title,
        class: session.class,
        sessionId: session.id,
        sessionTitle: session.title,
        ownerArea: areaRefOf(directory, session.areaKey),
        plannedStart: iso(startAt),
        plannedEnd: iso(endAt),
        reason: 'not-placed',
        by: null,
        cause,
        approveBy: isOpen ? iso(approveByOf(startAt, cutOffMs)) : null,
        clusterIds: null,
      }),
    );
    return {
      area: areaRefOf(directory, report.areaKey),
      clusterId: report.clusterId,
      from: iso(report.from),
      to: iso(report.to),
      allowed: report.allowed.map(({ startAt, endAt }) => ({ startAt: iso(startAt), endAt: iso(endAt) })),
      sounds: report.sounds.map((sound) => ({
        ...describe(sound.candidate.subject),
        startAt: iso(sound.startAt),
        endAt: iso(sound.endAt),
        positionMs: sound.positionMs,
        volume: sound.volume,
        cutBy: sound.cutBy,
        by: causeOf(sound.by),
        delayedBy: causeOf(sound.delayedBy),
        clusterIds: sound.clusterIds && [...sound.clusterIds],
      })),
      silent: [...unheard, ...notPlaced].sort((a, b) => (a.plannedStart < b.plannedStart ? -1 : 1)),
      stops: report.stops.map((stop) => {
        const { itemId: id, title, ownerArea } = ownerOf(stop.subject);
        const endAt = Number.isFinite(stop.endAt) ? iso(stop.endAt) : null;
        return {
          id,
          title,
          startAt: iso(stop.startAt),
          endAt,
          ownerArea,
          clusterIds: stop.clusterIds && [...stop.clusterIds],
        };
      }),
    };
  };
