import {
  type Candidate,
  cappedVolume,
  type PlacePlan,
  type PolicyDocument,
  rank,
  type Segment,
  segmentAt,
} from '#protocol';

/** A stretch in which one thing has the loudspeaker. */
export type Sounding = Readonly<{
  candidate: Candidate;
  startAt: number;
  endAt: number;
  /** Position in the audio at `startAt`. */
  positionMs: number;
  /** Under the caps of the policy; the receiver's own ceiling may lower it further. */
  volume: number;
  /** What ends it before its time; null when nothing does. */
  cutBy: 'displaced' | 'stop' | 'quiet-hours' | 'expired' | null;
  /** Who takes over, when it is displaced or stopped. */
  by: Candidate | null;
  /** Who had the loudspeaker until `startAt`, though this was due. */
  delayedBy: Candidate | null;
}>;

/** Planned, and never heard. */
export type Unheard = Readonly<{
  subject: Candidate['subject'];
  reason: 'displaced' | 'stop' | 'quiet-hours' | 'expired';
  by: Candidate | null;
}>;

/** One loss of the loudspeaker, by arbitration. */
export type Displacement = Readonly<{
  candidate: Candidate;
  by: Candidate;
  /** From here on it does not have what it was due. */
  at: number;
  /** It had not begun: it waits from its start. */
  isWaiting: boolean;
  /** At the wall-clock position, from the beginning in a later slot, or not again. */
  outcome: 'resumes' | 'restarts' | 'skipped';
}>;

/** What a place hears, and what it does not and why: the words to a plan that the device computes alike. */
export type DryRun = Readonly<{
  sounds: readonly Sounding[];
  silent: readonly Unheard[];
  stops: readonly Candidate[];
}>;

/** Where a segment ends if nothing takes over: a restarted one has moved with its origin. */
const fullEnd = ({ candidate, startAt, positionMs }: Segment): number => {
  const origin = startAt - positionMs;
  return origin === candidate.startAt ? candidate.endAt : origin + candidate.lengthMs;
};

const isStop = (candidate: Candidate): boolean => candidate.rank === rank.stop;

const wantedVolume = ({ subject }: Candidate): number => {
  if (subject.kind === 'item') return subject.item.volume;
  return subject.announcement.kind === 'stop' ? 0 : subject.announcement.volume;
};

/** The loudest that no cap forbids anywhere in the stretch, as devices choose it. */
const volumeOf = ({ candidate, startAt, endAt }: Segment, policy: PolicyDocument | null): number => {
  const steps = (policy?.caps ?? []).map((cap) => cap.startAt).filter((t) => t > startAt && t < endAt);
  const wanted = wantedVolume(candidate);
  return Math.min(...[startAt, ...steps].map((t) => cappedVolume(wanted, 100, policy, t)));
};

const outcomeOf = (next: Segment | undefined): Displacement['outcome'] =>
  next ? (next.positionMs === 0 ? 'restarts' : 'resumes') : 'skipped';

const lossesOf = (
  candidate: Candidate,
  own: readonly Segment[],
  occupant: (t: number) => Candidate | null,
): Displacement[] => {
  const lost = (at: number, isWaiting: boolean, next: Segment | undefined): Displacement[] => {
    const by = occupant(at);
    return by ? [{ candidate, by, at, isWaiting, outcome: outcomeOf(next) }] : [];
  };
  const first = own[0];
  const waited = !first || first.startAt > candidate.startAt ? lost(candidate.startAt, true, first) : [];
  const interrupted = own.flatMap((segment, index) =>
    segment.endAt < fullEnd(segment) ? lost(segment.endAt, false, own[index + 1]) : [],
  );
  return [...waited, ...interrupted];
};

const segmentsById = ({ segments }: PlacePlan): Map<string, Segment[]> => {
  const byId = new Map<string, Segment[]>();
  for (const segment of segments) {
    const own = byId.get(segment.candidate.id);
    if (own) own.push(segment);
    else byId.set(segment.candidate.id, [segment]);
  }
  return byId;
};

const soundingOf = ({ candidates }: PlacePlan): Candidate[] =>
  candidates.filter((one) => !isStop(one) && one.endAt > one.startAt);

/** Every loss of the loudspeaker in a place's plan, to one of a higher class or to who was there first. */
export const displacementsOf = (plan: PlacePlan, segmentsOf = segmentsById(plan)): Displacement[] => {
  const occupant = (t: number): Candidate | null => segmentAt(plan.segments, t)?.candidate ?? null;
  return soundingOf(plan).flatMap((candidate) =>
    lossesOf(candidate, segmentsOf.get(candidate.id) ?? [], occupant),
  );
};

/** Reads a place's plan out: who has the loudspeaker when, who does not, by whom and why. */
export const readPlan = (plan: PlacePlan, policy: PolicyDocument | null): DryRun => {
  const segmentsOf = segmentsById(plan);
  const displacements = displacementsOf(plan, segmentsOf);
  const lossOf = new Map<string, Displacement[]>();
  for (const loss of displacements) {
    lossOf.set(loss.candidate.id, [...(lossOf.get(loss.candidate.id) ?? []), loss]);
  }

  const describe = (segment: Segment): Sounding => {
    const { candidate, startAt, endAt, positionMs } = segment;
    const losses = lossOf.get(candidate.id) ?? [];
    const by = losses.find((loss) => !loss.isWaiting && loss.at === endAt)?.by ?? null;
    const before = losses.filter((loss) => loss.at < startAt).at(-1);
    const isLast = endAt === candidate.endAt && startAt - positionMs === candidate.startAt;
    return {
      candidate,
      startAt,
      endAt,
      positionMs,
      volume: volumeOf(segment, policy),
      cutBy: by ? (isStop(by) ? 'stop' : 'displaced') : isLast ? candidate.cutBy : null,
      by,
      delayedBy: before?.by ?? null,
    };
  };
  const unheard = soundingOf(plan).flatMap((candidate): Unheard[] => {
    if (segmentsOf.has(candidate.id)) return [];
    const by = lossOf.get(candidate.id)?.[0]?.by ?? null;
    return [{ subject: candidate.subject, reason: by && isStop(by) ? 'stop' : 'displaced', by }];
  });
  return {
    sounds: plan.segments.filter(({ candidate }) => !isStop(candidate)).map(describe),
    silent: [
      ...unheard,
      ...plan.refused.map(({ subject, reason }): Unheard => ({ subject, reason, by: null })),
    ],
    stops: plan.candidates.filter(isStop),
  };
};
