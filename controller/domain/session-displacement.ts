import type { Candidate } from '#protocol';
import type { Displacement } from './dry-run.ts';

/** Who loses, or takes, the loudspeaker: a session, or an announcement by its own id. */
export type Party = Readonly<{ kind: 'session' | 'announcement'; id: string; title: string }>;

/** One session loses the loudspeaker to another in some communes, once or many times. */
export type SessionDisplacement = Readonly<{
  loser: Party;
  taker: Party;
  isWaiting: boolean;
  outcome: Displacement['outcome'];
  /** The first time. */
  at: number;
  times: number;
  communes: readonly string[];
}>;

const partyOf = ({ id, subject }: Candidate): Party => {
  if (subject.kind === 'announcement') {
    return { kind: 'announcement', id, title: subject.announcement.title };
  }
  return { kind: 'session', id: subject.item.sessionId, title: subject.item.title };
};

const dayMs = 24 * 60 * 60 * 1000;
/** The day in Vietnam, which has had one offset since 1975, as a number. */
const dayOf = (at: number): number => Math.floor((at + 7 * 60 * 60 * 1000) / dayMs);

type Group = { -readonly [Key in keyof SessionDisplacement]: SessionDisplacement[Key] } & {
  instants: Set<number>;
  where: Set<string>;
};

const nameOf = ({ id, subject }: Candidate): string =>
  subject.kind === 'item' ? subject.item.sessionId : id;
const pairOf = ({ candidate, by }: Displacement): string => `${nameOf(candidate)} ${nameOf(by)}`;

/** Whether the session, or the announcement, of that id loses or takes. */
export const concerns = ({ candidate, by }: Displacement, id: string): boolean =>
  nameOf(candidate) === id || nameOf(by) === id;

/** Items of one session among themselves are no conflict, and what an announcement loses is not told here. */
export const isConflict = ({ candidate, by }: Displacement): boolean =>
  candidate.subject.kind === 'item' && nameOf(candidate) !== nameOf(by);

/**
 * What a change brings about that was not so before, by session instead of by item and over all communes. Of what
 * one session takes from another on one date the first loss is told.
 *
 * @param judged What each commune loses before and after, with the communes that are alike.
 */
export const newDisplacements = (
  judged: readonly Readonly<{
    communes: readonly string[];
    before: readonly Displacement[];
    after: readonly Displacement[];
  }>[],
): SessionDisplacement[] => {
  const groups = new Map<string, Group>();
  for (const { communes, before, after } of judged) {
    const known = new Set(before.map((one) => `${pairOf(one)} ${one.isWaiting} ${one.outcome} ${one.at}`));
    const told = new Set<string>();
    for (const displacement of [...after].sort((a, b) => a.at - b.at)) {
      const { candidate, by, isWaiting, outcome, at } = displacement;
      const pair = pairOf(displacement);
      const key = `${pair} ${isWaiting} ${outcome}`;
      const once = `${pair} ${dayOf(at)}`;
      if (told.has(once) || known.has(`${key} ${at}`) || !isConflict(displacement)) continue;
      told.add(once);
      const group: Group = groups.get(key) ?? {
        loser: partyOf(candidate),
        taker: partyOf(by),
        isWaiting,
        outcome,
        at,
        times: 0,
        communes: [],
        instants: new Set(),
        where: new Set(),
      };
      groups.set(key, group);
      group.at = Math.min(group.at, at);
      group.instants.add(at);
      for (const commune of communes) group.where.add(commune);
    }
  }
  return [...groups.values()]
    .map(({ instants, where, ...told }) => ({ ...told, times: instants.size, communes: [...where].sort() }))
    .sort((a, b) => a.at - b.at || (a.loser.id < b.loser.id ? -1 : 1));
};
