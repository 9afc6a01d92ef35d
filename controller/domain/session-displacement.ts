import type { Candidate } from '#protocol';
import type { Displacement } from './dry-run.ts';
import { localDateOf } from './vietnam-date.ts';

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

type Group = { -readonly [Key in keyof SessionDisplacement]: SessionDisplacement[Key] } & {
  instants: Set<number>;
  where: Set<string>;
};

/** Ids of who loses and who takes. */
export const partiesOf = ({ candidate, by }: Displacement): readonly [loser: string, taker: string] => [
  partyOf(candidate).id,
  partyOf(by).id,
];

/** Items of one session among themselves are no conflict, and what an announcement loses is not told here. */
export const isConflict = (displacement: Displacement): boolean => {
  const [loser, taker] = partiesOf(displacement);
  return loser !== taker && displacement.candidate.subject.kind === 'item';
};

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
  const keyOf = (displacement: Displacement): string =>
    [...partiesOf(displacement), displacement.isWaiting, displacement.outcome].join(' ');
  for (const { communes, before, after } of judged) {
    const known = new Set(before.map((one) => `${keyOf(one)} ${one.at}`));
    const told = new Set<string>();
    for (const displacement of [...after].sort((a, b) => a.at - b.at)) {
      const { candidate, by, isWaiting, outcome, at } = displacement;
      const key = keyOf(displacement);
      const once = [...partiesOf(displacement), localDateOf(at)].join(' ');
      if (!isConflict(displacement) || known.has(`${key} ${at}`) || told.has(once)) continue;
      told.add(once);
      const parties = { loser: partyOf(candidate), taker: partyOf(by) };
      const none = { times: 0, communes: [], instants: new Set<number>(), where: new Set<string>() };
      const group: Group = groups.get(key) ?? { ...parties, isWaiting, outcome, at, ...none };
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
