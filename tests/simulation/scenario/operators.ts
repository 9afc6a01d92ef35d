import type { NewAnnouncement } from '../../../controller/app/announcements/check-announcement.ts';
import type { PolicyRule } from '../../../controller/app/ports/store/policies.ts';
import type { Actor, NewSession } from '../../../controller/app/sessions/sessions.ts';
import type { SessionTarget } from '../../../controller/domain/session-target.ts';
import { localDateOf } from '../../../controller/domain/vietnam-date.ts';
import type { SimController } from '../controller/sim-controller.ts';
import type { Chance } from '../engine/chance.ts';
import type { World } from '../world.ts';

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;
/** Who approves what the others made, and confirms what they ask for. */
const approver = { id: 'usr_approver', username: 'approver' };
const asker = { id: 'usr_simulation', username: 'simulation' };
const actor: Actor = {
  username: 'simulation',
  displayName: 'Simulation',
  grants: [{ role: 'administrator', areaKey: '25.20200101' }],
};

/** What people do: each draws what it does, and whether it is refused is part of the run. */
export type Deed = (controller: SimController) => Promise<unknown>;

const times = ['05:00', '05:15', '06:30', '10:00', '11:30', '16:50', '17:00', '17:10', '20:30', '20:50'];
const oddTimes = ['04:30', '21:30', '23:10', '00:20'];

const drawTargets = (chance: Chance, { country }: World): Pick<NewSession, 'areaKey' | 'targets'> => {
  const commune = chance.pick(country.communeKeys);
  const within = country.clusters.filter(({ areaKey }) => areaKey === commune);
  const zones = country.zoneKeys.filter((key) => key.startsWith(commune.slice(0, 5)));
  const some = (targets: SessionTarget[]) => ({ areaKey: commune, targets });
  switch (chance.int(0, 9)) {
    case 0:
    case 1:
    case 2:
      return { areaKey: country.provinceKey, targets: [{ areaKey: country.provinceKey }] };
    case 3: {
      const areaKey = chance.pick(country.districtKeys);
      return { areaKey, targets: [{ areaKey }] };
    }
    case 4:
      return some(chance.some(within, 2).map(({ id }) => ({ clusterId: id })));
    case 5:
      return some(zones.length > 0 ? [{ areaKey: chance.pick(zones) }] : [{ areaKey: commune }]);
    default:
      return some([{ areaKey: commune }]);
  }
};

/** Standing items are approved before they are used. */
const drawStanding = (chance: Chance, { country }: World): string =>
  chance.pick(country.bulletins.filter(({ approval }) => approval === 'approved')).id;

const drawBulletins = (chance: Chance, { country }: World, most: number): string[] =>
  chance.some(country.bulletins, chance.int(1, most)).map(({ id }) => id);

const drawRule = (chance: Chance): string | null =>
  chance.pick([
    null,
    'FREQ=DAILY',
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA',
    'FREQ=DAILY;INTERVAL=2',
  ]);

const drawSession = (chance: Chance, world: World): NewSession => {
  const now = world.time.now();
  const isOdd = chance.maybe(0.12);
  const date = localDateOf(now + chance.int(0, 1) * dayMs);
  return {
    ...drawTargets(chance, world),
    title: `Buổi ${chance.int(1, 999)}`,
    class: chance.maybe(0.3) ? 'priority' : 'normal',
    volume: chance.int(30, 100),
    startsLocal: `${date}T${chance.pick(isOdd ? oddTimes : times)}:00`,
    timeZone: 'Asia/Ho_Chi_Minh',
    rrule: drawRule(chance),
    durationMs: chance.pick([10, 15, 20, 30]) * minuteMs,
    late: chance.pick(['join', 'join', 'skip', 'restart']),
    resume: chance.pick(['resume', 'resume', 'skip', 'restart']),
    standing: chance.maybe(0.3)
      ? [{ bulletinId: drawStanding(chance, world), place: chance.pick(['before', 'after']) }]
      : [],
    bulletinIds: drawBulletins(chance, world, 4),
    ...(isOdd && chance.maybe(0.7) ? { exceptionReason: 'Lễ hội' } : {}),
  };
};

/** Policies as people set them: never allowed between 22:00 and 04:30, so that a night remains a night. */
const drawPolicy = (chance: Chance): Omit<PolicyRule, 'areaKey'>[] =>
  chance.maybe(0.25)
    ? []
    : [
        {
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          from: chance.pick(['04:30', '05:00', '05:10', '06:00']),
          to: chance.pick(['12:00', '17:05', '20:40', '21:00', '22:00']),
          maxVolume: chance.maybe(0.3) ? chance.int(20, 80) : null,
        },
      ];

export const createOperators = (world: World) => {
  const chance = world.chance.fork('operators');
  /** A chance of its own, so that the calendar of the others does not depend on it. */
  const second = world.chance.fork('second person');
  const sessionIds: string[] = [];
  /** In a province each date of each session is hundreds of programs. */
  const mostFilled = world.country.communeKeys.length > 50 ? 3 : 12;
  const withdrawn = new Set<string>();

  const openSession: Deed = async (controller) => {
    const saved = await controller.sessions.createSession(drawSession(chance, world), actor);
    if (saved.ok) sessionIds.push(saved.value.session.id);
  };

  const datesAhead = (): string[] =>
    Array.from({ length: 4 }, (_, index) => localDateOf(world.time.now() + index * dayMs));

  /** One date at a time, as a rule may not occur on all of them. */
  const fillDays: Deed = async (controller) => {
    for (const sessionId of sessionIds.slice(-mostFilled)) {
      const bulletinIds = chance.maybe(0.1) ? [] : drawBulletins(chance, world, 4);
      for (const date of datesAhead()) {
        if (chance.maybe(0.5)) await controller.sessions.setRunningOrder(sessionId, [date], bulletinIds);
      }
    }
  };

  const changeSession: Deed = async (controller) => {
    if (sessionIds.length === 0) return;
    const { startsLocal, durationMs, class: itsClass, volume, late, resume } = drawSession(chance, world);
    const change = chance.pick([
      { volume },
      { class: itsClass },
      { late, resume },
      { durationMs },
      { startsLocal, exceptionReason: null },
    ]);
    await controller.sessions.updateSession(chance.pick(sessionIds), change, actor);
  };

  const endSession: Deed = async (controller) => {
    if (sessionIds.length > 2) await controller.sessions.endSession(chance.pick(sessionIds));
  };

  const withdrawBulletin: Deed = async (controller) => {
    const left = world.country.bulletins.filter(({ id }) => !withdrawn.has(id));
    if (left.length <= 5) return;
    const { id } = chance.pick(left);
    withdrawn.add(id);
    await controller.bulletins.withdraw(id, null, actor);
  };

  const changePolicy: Deed = async (controller) => {
    const { country } = world;
    const areaKey = chance.pick([country.provinceKey, ...chance.some(country.communeKeys, 3)]);
    await controller.policies.replace(areaKey, drawPolicy(chance), actor);
  };

  const orderPriorities: Deed = async (controller) => {
    const areaKey = chance.pick(world.country.communeKeys);
    const date = localDateOf(world.time.now() + chance.int(0, 1) * dayMs);
    const held = await controller.priorityOrders.read(areaKey, date);
    if (!held.ok) return;
    const itemIds = held.value.items.map(({ item }) => item.id);
    await controller.priorityOrders.set(areaKey, date, chance.some(itemIds, itemIds.length), actor);
  };

  const end =
    (id: string): Deed =>
    (controller) =>
      controller.announcing.announcements.end(id, 'Đã xong', actor);

  /** Another one confirms, at once or too late, or refuses, or two confirm at the same instant. */
  const askForSecond =
    (wish: Extract<NewAnnouncement, { kind: 'emergency' }>): Deed =>
    async (controller) => {
      const asked = await controller.announcing.requests.ask(wish, asker);
      if (!asked.ok) return;
      const { id } = asked.value;
      const answer: Deed = ({ announcing: { requests } }) => {
        if (second.maybe(0.2)) return requests.refuse(id, null, approver);
        const other = { id: 'usr_other', username: 'other' };
        return Promise.all([requests.confirm(id, approver), requests.confirm(id, other)]);
      };
      world.time.at(world.time.now() + second.int(1, 400) * 1_000, () => act(answer));
    };

  const announce =
    (draw: () => NewAnnouncement, endsAfterMs: number | null): Deed =>
    async (controller) => {
      const wish = draw();
      const said = await controller.announcing.announcements.announce(wish, actor);
      if (!said.ok) {
        if (said.fault.code === 'Announcement_NeedsSecond' && wish.kind === 'emergency')
          await askForSecond(wish)(controller);
        return;
      }
      const { id } = said.value;
      if (endsAfterMs !== null) world.time.at(world.time.now() + endsAfterMs, () => act(end(id)));
    };

  const targets = (): SessionTarget[] => drawTargets(chance, world).targets;
  const emergencyClip = (): string => chance.pick(world.country.bulletins.slice(0, 2)).id;

  const alarm: Deed = (controller) => {
    const stops = controller.announcing.live.inForce().filter(({ row }) => row.kind === 'stop');
    const liftStopIds = chance.maybe(0.5) ? stops.map(({ row }) => row.id) : [];
    const draw = (): NewAnnouncement => ({
      kind: 'emergency',
      targets: targets(),
      bulletinId: emergencyClip(),
      durationMs: chance.int(1, 40) * minuteMs,
      repeat: chance.maybe(0.7),
      liftStopIds,
      ...(second.maybe(0.5) ? { breakGlass: true, reason: 'Vỡ đê' } : {}),
    });
    return announce(draw, chance.maybe(0.4) ? chance.int(10, 1_500) * 1_000 : null)(controller);
  };

  const silence: Deed = announce(() => ({ kind: 'stop', targets: targets() }), null);

  const silenceForAWhile: Deed = (controller) =>
    announce(() => ({ kind: 'stop', targets: targets() }), chance.int(1, 400) * minuteMs)(controller);

  const practise: Deed = (controller) =>
    announce(
      () =>
        chance.maybe(0.5)
          ? { kind: 'exercise', targets: targets(), bulletinId: emergencyClip() }
          : { kind: 'test', targets: targets() },
      chance.maybe(0.2) ? chance.int(1, 60) * 1_000 : null,
    )(controller);

  /** Whatever is still in force, a stop that was forgotten perhaps. */
  const liftSomething: Deed = async (controller) => {
    const inForce = controller.announcing.live.inForce();
    for (const { row } of chance.some(inForce, 2)) await end(row.id)(controller);
  };

  const deeds: readonly (readonly [weight: number, deed: Deed])[] = [
    [5, openSession],
    [6, fillDays],
    [4, changeSession],
    [1, endSession],
    [1, withdrawBulletin],
    [3, changePolicy],
    [1, orderPriorities],
    [2.5, alarm],
    [0.4, silence],
    [1.2, silenceForAWhile],
    [1, liftSomething],
    [1.5, practise],
  ];
  const total = deeds.reduce((sum, [weight]) => sum + weight, 0);

  const drawDeed = (): Deed => {
    let left = chance.next() * total;
    for (const [weight, deed] of deeds) {
      left -= weight;
      if (left <= 0) return deed;
    }
    return fillDays;
  };

  /** What was submitted is approved some day, and returned now and then. */
  const decideLater = (days: number): void => {
    for (const { id, approval, sha256 } of world.country.bulletins) {
      if (approval === 'approved' || second.maybe(0.2)) continue;
      const decide: Deed = async ({ approvals }) => {
        if (second.maybe(0.15))
          return approvals.giveBack(id, { seen: null, reason: 'Nghe không rõ' }, approver);
        const decided = await approvals.approve(id, { seen: null }, approver);
        const at = decided.ok ? decided.value.approvedAt : null;
        if (at !== null && !world.approvedAt.has(sha256 ?? '')) world.approvedAt.set(sha256 ?? '', at);
        return decided;
      };
      world.time.at(world.size.startAt + second.next() * days * dayMs, () => act(decide));
    }
  };

  /** Does it now, if there is a controller to do it with. */
  const act = (deed: Deed): void => {
    const controller = world.controller();
    if (!controller) return;
    world.time.stir();
    deed(controller).catch((error: unknown) => world.fail('A use case threw', error));
  };

  return { openSession, fillDays, changeSession, drawDeed, decideLater, act };
};
