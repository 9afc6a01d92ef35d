import { describe, expect, it } from 'vitest';
import {
  type Announcement,
  type AnnouncementsDocument,
  type PolicyDocument,
  type ProgramDocument,
  type ProgramItem,
  planPlace,
  type TimeWindow,
} from '#protocol';
import { type Displacement, displacementsOf, readPlan } from '../../../../controller/domain/dry-run.ts';

const minute = 60_000;
const five = Date.parse('2026-11-24T05:00:00+07:00');
const at = (minutes: number) => five + minutes * minute;
const key = '07888.20200101';
const header = { topic: '', version: 1, issuedAt: at(-60), expiresAt: at(24 * 60) };
const source = { kind: 'asset', sha256: 'a'.repeat(64) } as const;

const item = (id: string, from: number, to: number, more: Partial<ProgramItem> = {}): ProgramItem => ({
  id,
  sessionId: `ses_${id}`,
  title: `Bản tin ${id}`,
  class: 'normal',
  startAt: at(from),
  endAt: at(to),
  order: 0,
  targetSet: 'all',
  volume: 80,
  late: 'join',
  resume: 'resume',
  source,
  ...more,
});
const emergency = (id: string, from: number, to: number): Announcement => ({
  kind: 'emergency',
  id,
  title: 'Cảnh báo lũ',
  startAt: at(from),
  endAt: at(to),
  targetSet: 'all',
  volume: 100,
  repeat: true,
  source,
});
const stop = (id: string, from: number): Announcement => ({
  kind: 'stop',
  id,
  title: 'Dừng tất cả loa',
  startAt: at(from),
  targetSet: 'all',
});

const allDay: TimeWindow = { startAt: at(0), endAt: at(16 * 60) };
const run = (
  items: ProgramItem[],
  announced: Announcement[] = [],
  { allowed = [allDay], caps = [] }: Partial<Pick<PolicyDocument, 'allowed' | 'caps'>> = {},
) => {
  const targetSets = { all: { all: true as const } };
  const program: ProgramDocument = {
    schema: 'tt/program/1',
    ...header,
    areaKey: key,
    horizonEnd: header.expiresAt,
    targetSets,
    items,
    assets: {},
  };
  const policy: PolicyDocument = { schema: 'tt/policy/1', ...header, areaKey: key, allowed, caps };
  const announcements: AnnouncementsDocument = {
    schema: 'tt/announcements/1',
    ...header,
    areaKey: key,
    targetSets,
    announcements: announced,
    assets: {},
  };
  const place = { clusterId: 'clu_1', zoneKey: null };
  const plan = planPlace({ place, areas: [{ program, policy, announcements }], ancestors: [] });
  return { ...readPlan(plan, policy), displacements: displacementsOf(plan) };
};

type Run = ReturnType<typeof run>;
/** Who sounds from which minute to which, what cuts it, by whom, and who came before it. */
const soundsOf = ({ sounds }: Run) =>
  sounds.map(({ candidate, startAt, endAt, cutBy, by, delayedBy }) =>
    [
      `${candidate.id} ${(startAt - five) / minute}-${(endAt - five) / minute}`,
      ...(cutBy ? [cutBy] : []),
      ...(by ? [`by ${by.id}`] : []),
      ...(delayedBy ? [`after ${delayedBy.id}`] : []),
    ].join(' '),
  );
const silentOf = ({ silent }: Run) =>
  silent.map(({ subject, reason, by }) => {
    const { id } = subject.kind === 'item' ? subject.item : subject.announcement;
    return by ? `${id} ${reason} by ${by.id}` : `${id} ${reason}`;
  });
const told = ({ candidate, by, at: when, isWaiting, outcome }: Displacement) =>
  `${candidate.id} ${isWaiting ? 'waits for' : 'leaves to'} ${by.id} at ${(when - five) / minute}: ${outcome}`;
const lossesOf = ({ displacements }: Run) => displacements.map(told);

describe('a dry run', () => {
  it('tells what sounds whole', () => {
    const quiet = run([item('a', 0, 10), item('b', 10, 20)]);
    expect(soundsOf(quiet)).toEqual(['a 0-10', 'b 10-20']);
    expect([silentOf(quiet), lossesOf(quiet)]).toEqual([[], []]);
  });

  it('tells who takes over, and how the other one goes on', () => {
    const resumed = run([item('n', 0, 30), item('p', 10, 20, { class: 'priority' })]);
    expect(soundsOf(resumed)).toEqual(['n 0-10 displaced by p', 'p 10-20', 'n 20-30 after p']);
    expect(lossesOf(resumed)).toEqual(['n leaves to p at 10: resumes']);
    expect(resumed.sounds.at(-1)?.positionMs).toBe(20 * minute);

    const skipped = run([item('n', 0, 30, { resume: 'skip' }), item('p', 10, 20, { class: 'priority' })]);
    expect(soundsOf(skipped)).toEqual(['n 0-10 displaced by p', 'p 10-20']);
    expect(lossesOf(skipped)).toEqual(['n leaves to p at 10: skipped']);

    const again = { resume: 'restart', latestEndAt: at(50) } as const;
    const restarted = run([item('n', 0, 30, again), item('p', 10, 20, { class: 'priority' })]);
    expect(soundsOf(restarted)).toEqual(['n 0-10 displaced by p', 'p 10-20', 'n 20-50 after p']);
    expect(lossesOf(restarted)).toEqual(['n leaves to p at 10: restarts']);
  });

  it('tells a restarted item that is displaced again', () => {
    const again = { resume: 'restart', latestEndAt: at(60) } as const;
    const twice = run([
      item('n', 0, 30, again),
      item('p', 10, 20, { class: 'priority' }),
      item('q', 40, 45, { class: 'priority' }),
    ]);
    expect(lossesOf(twice)).toEqual(['n leaves to p at 10: restarts', 'n leaves to q at 40: skipped']);
  });

  it('tells who waits for one of its own class, and enters late or never', () => {
    const late = run([item('a', 0, 10), item('b', 5, 20)]);
    expect(soundsOf(late)).toEqual(['a 0-10', 'b 10-20 after a']);
    expect(lossesOf(late)).toEqual(['b waits for a at 5: resumes']);
    const never = run([item('a', 0, 30), item('b', 5, 20)]);
    expect(silentOf(never)).toEqual(['b displaced by a']);
    expect(lossesOf(never)).toEqual(['b waits for a at 5: skipped']);
  });

  it('tells an emergency and a stop by name', () => {
    const flood = run([item('n', 0, 30)], [emergency('e', 10, 20)]);
    expect(soundsOf(flood)).toEqual(['n 0-10 displaced by e', 'e 10-20', 'n 20-30 after e']);
    const stopped = run([item('n', 0, 30), item('m', 40, 50)], [emergency('e', 5, 20), stop('s', 10)]);
    expect(soundsOf(stopped)).toEqual(['n 0-5 displaced by e', 'e 5-10 stop by s']);
    expect(silentOf(stopped)).toEqual(['m stop by s']);
    expect(stopped.stops.map(({ id }) => id)).toEqual(['s']);
  });

  it('tells what quiet hours refuse and cut, and what the document does not outlive', () => {
    const allowed = [{ startAt: at(0), endAt: at(25) }];
    const cut = run([item('a', -10, 0), item('b', 20, 40)], [], { allowed });
    expect(soundsOf(cut)).toEqual(['b 20-25 quiet-hours']);
    expect(silentOf(cut)).toEqual(['a quiet-hours']);
    const day = 24 * 60;
    const wide = { allowed: [{ startAt: at(-day), endAt: at(3 * day) }] };
    const old = run([item('a', day - 5, day + 5), item('b', day, day + 5)], [], wide);
    expect(soundsOf(old)).toEqual([`a ${day - 5}-${day} expired`]);
    expect(silentOf(old)).toEqual(['b expired']);
  });

  it('is not cut by quiet hours where it is displaced before them', () => {
    const allowed = [{ startAt: at(0), endAt: at(25) }];
    const both = run([item('n', 0, 40), item('p', 20, 22, { class: 'priority' })], [], { allowed });
    expect(soundsOf(both)).toEqual(['n 0-20 displaced by p', 'p 20-22', 'n 22-25 quiet-hours after p']);
  });

  it('lowers the volume to the lowest cap within a stretch', () => {
    const caps = [
      { startAt: at(0), endAt: at(10), maxVolume: 70 },
      { startAt: at(5), endAt: at(8), maxVolume: 40 },
    ];
    const capped = run([item('a', 0, 5), item('b', 5, 10), item('c', 10, 15)], [], { caps });
    expect(capped.sounds.map(({ volume }) => volume)).toEqual([70, 40, 80]);
  });
});
