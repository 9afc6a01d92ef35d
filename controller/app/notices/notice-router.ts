import { isUrgent, type Notice } from '../../domain/notice.ts';
import { concernsArea, type Person, recipientsOf } from '../../domain/notice-audience.ts';
import { type NoticeChannel, wants } from '../../domain/notice-choice.ts';
import {
  comesInFloods,
  mostAreasSingly,
  mostSingly,
  type NoticeGroup,
  type Pending,
  readyGroups,
  summaryOf,
} from '../../domain/notice-digest.ts';
import { afterQuietTime, usualQuietTime } from '../../domain/quiet-time.ts';
import type { Directory } from '../directory/directory.ts';
import type { EventBus } from '../ports/events.ts';
import type { SendingSetup } from '../ports/notice-senders.ts';
import type { Clock, Random } from '../ports/runtime.ts';
import type { DeliveryRow } from '../ports/store/deliveries.ts';
import type { NoticePreferenceRow, PushEndpointRow, WebhookRow } from '../ports/store/notice-settings.ts';
import type { NoticeEntryRow, NoticeRow } from '../ports/store/notices.ts';
import type { Store } from '../ports/store.ts';
import { noticeRowOf } from './notifier.ts';

const atOnce = 20_000;
/** How far back a flood is remembered: longer than any pause between two of its notices. */
const rememberMs = 60 * 60_000;

const pendingOf = ({ areaKeys, toUserIds, byUserId, ...row }: NoticeRow): Pending => ({
  ...row,
  ...(areaKeys === null ? {} : { areaKeys }),
  ...(toUserIds === null ? {} : { to: toUserIds }),
  ...(byUserId === null ? {} : { by: byUserId }),
});

/** A notice with who is told of it. */
type Told = { notice: Notice; row: NoticeRow; people: readonly Person[]; isWhole: boolean };

type Settings = Readonly<{
  preferences: ReadonlyMap<string, NoticePreferenceRow>;
  endpoints: ReadonlyMap<string, readonly PushEndpointRow[]>;
  webhooks: readonly WebhookRow[];
}>;

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

export const pushLane = (endpoint: string): string => `push:${new URL(endpoint).host}`;
export const webhookLane = (webhookId: string): string => `webhook:${webhookId}`;
export const emailLane = 'email';

/**
 * Decides of stored notices who is told, and by which ways, and writes it down in one step: lists of the page, and
 * what has to leave here. After a crash it decides again what was not written.
 */
export const createNoticeRouter = (deps: {
  store: Store;
  directory: Pick<Directory, 'areas'>;
  people: () => Promise<readonly Person[]>;
  setup: SendingSetup;
  clock: Pick<Clock, 'now'>;
  random: Pick<Random, 'id'>;
  events: Pick<EventBus, 'emit'>;
}) => {
  const { store, directory, people, setup, clock, random, events } = deps;
  const ancestorsOf = (areaKey: string): string[] => directory.areas.ancestors(areaKey).map(({ key }) => key);
  const placeOf = (areaKey: string) => {
    const area = directory.areas.get(areaKey);
    return { areaKey, code: area?.code ?? '', name: area ? `${area.type} ${area.name}` : areaKey };
  };

  /** The nearest area that holds all of these. */
  const commonArea = (areaKeys: readonly string[]): string => {
    const [first = '', ...rest] = areaKeys;
    const ways = rest.map((key) => new Set([key, ...ancestorsOf(key)]));
    return [first, ...ancestorsOf(first)].find((key) => ways.every((way) => way.has(key))) ?? first;
  };

  const settingsOf = async (everybody: readonly Person[]): Promise<Settings> => {
    const ids = everybody.map(({ id }) => id);
    return {
      preferences: new Map((await store.noticeSettings.preferences(ids)).map((row) => [row.userId, row])),
      endpoints: grouped(await store.noticeSettings.pushEndpoints(ids), ({ userId }) => userId),
      webhooks: (await store.noticeSettings.webhooks()).filter(({ disabledAt }) => disabledAt === null),
    };
  };

  const toldOf = (notice: Notice, row: NoticeRow, everybody: readonly Person[], isWhole = true): Told => ({
    notice,
    row,
    people: recipientsOf(notice, everybody, ancestorsOf),
    isWhole,
  });

  /** A summary is told once because what it sums up is routed with it; its key is nobody else's. */
  const fresh = (notice: Notice, now: number): NoticeRow => {
    const row = noticeRowOf(notice, random.id('ntc'), now);
    return { ...row, key: row.id };
  };

  /** One by one, or all of the area in one. */
  const tellGroup = (
    { notices, areaKey }: NoticeGroup,
    rows: ReadonlyMap<string, NoticeRow>,
    everybody: readonly Person[],
    now: number,
  ): Told[] => {
    if (notices.length > mostSingly) {
      const summary = summaryOf(notices, placeOf(areaKey));
      return [toldOf(summary, fresh(summary, now), everybody)];
    }
    return notices.flatMap((notice) => {
      const row = rows.get(notice.id);
      return row ? toldOf(notice, row, everybody) : [];
    });
  };

  /** Whoever would hear of many areas at once hears of them together, in the area that holds them. */
  const joinAreas = (groups: readonly NoticeGroup[], told: Map<NoticeGroup, Told[]>, now: number): Told[] => {
    const joined = new Map<string, Told & { members: Person[] }>();
    const floods = groups.filter(({ type }) => comesInFloods(type));
    for (const ofType of grouped(floods, ({ type }) => type).values()) {
      if (ofType.length <= mostAreasSingly) continue;
      const byPerson = new Map<Person, NoticeGroup[]>();
      for (const group of ofType)
        for (const person of new Set(told.get(group)?.flatMap((one) => one.people)))
          byPerson.set(person, [...(byPerson.get(person) ?? []), group]);
      for (const [person, theirs] of byPerson) {
        if (theirs.length <= mostAreasSingly) continue;
        const key = theirs.map(({ type, areaKey }) => `${type} ${areaKey}`).join();
        const held = joined.get(key) ?? { ...join(theirs, now), members: [] };
        held.members.push(person);
        joined.set(key, held);
        for (const group of theirs)
          for (const one of told.get(group) ?? [])
            one.people = one.people.filter((other) => other !== person);
      }
    }
    return [...joined.values()].map(({ members, ...one }) => ({ ...one, people: members }));
  };
  const join = (groups: readonly NoticeGroup[], now: number): Told => {
    const place = placeOf(commonArea(groups.map(({ areaKey }) => areaKey)));
    const notices = groups.flatMap((group) => group.notices);
    const notice = summaryOf(notices, place);
    return { notice, row: fresh(notice, now), people: [], isWhole: false };
  };

  const deliveriesOf = ({ notice, row, people: told, isWhole }: Told, settings: Settings, now: number) => {
    const entries: NoticeEntryRow[] = [];
    const deliveries: DeliveryRow[] = [];
    const send = (where: Pick<DeliveryRow, 'channel' | 'lane' | 'target' | 'userId'>, dueAt = now): void => {
      deliveries.push({
        ...where,
        id: random.id('dlv'),
        noticeId: row.id,
        state: 'waiting',
        attempts: 0,
        dueAt,
        nextAt: dueAt,
        fault: null,
        createdAt: now,
        doneAt: null,
      });
    };
    for (const { id: userId, grants } of told) {
      const preference = settings.preferences.get(userId);
      const by = (channel: NoticeChannel): boolean =>
        wants(preference?.choices ?? {}, notice.type, channel, grants);
      if (by('page')) entries.push({ userId, noticeId: row.id, at: notice.at, readAt: null });
      if (setup.channels.push && by('push')) {
        const quiet = preference ? { from: preference.quietFrom, to: preference.quietTo } : usualQuietTime;
        const isNow = isUrgent(notice.type) || notice.type === 'test';
        const dueAt = isNow ? now : afterQuietTime(now, quiet);
        const endpoints = settings.endpoints.get(userId) ?? [];
        for (const { id, endpoint } of endpoints)
          send({ channel: 'push', lane: pushLane(endpoint), target: id, userId }, dueAt);
        if (setup.mode === 'outbox' && endpoints.length === 0)
          send({ channel: 'push', lane: 'push:outbox', target: userId, userId }, dueAt);
      }
      const hasAddress = setup.mode === 'outbox' || (preference?.email ?? null) !== null;
      if (setup.channels.email && hasAddress && by('email'))
        send({ channel: 'email', lane: emailLane, target: userId, userId });
    }
    // What was joined for one person stands under its own areas for machines.
    for (const { id, areaKey, types } of isWhole ? settings.webhooks : [])
      if (types.includes(notice.type) && concernsArea(notice, areaKey, ancestorsOf))
        send({ channel: 'webhook', lane: webhookLane(id), target: id, userId: null });
    return { entries, deliveries };
  };

  return {
    /** Tells whether anything has to leave here now. */
    route: async (): Promise<boolean> => {
      const rows = await store.notices.unrouted(atOnce);
      if (rows.length === 0) return false;
      const now = clock.now();
      const last = new Map(
        (await store.notices.lastRouted(now - rememberMs)).map(({ type, areaKey, at }) => [
          `${type} ${areaKey}`,
          at,
        ]),
      );
      const lastToldAt = (type: string, areaKey: string): number | null =>
        last.get(`${type} ${areaKey}`) ?? null;
      const groups = readyGroups(rows.map(pendingOf), lastToldAt, now);
      if (groups.length === 0) return false;
      const everybody = await people();
      const settings = await settingsOf(everybody);
      const byId = new Map(rows.map((row) => [row.id, row]));
      const told = new Map(groups.map((group) => [group, tellGroup(group, byId, everybody, now)]));
      const all = [...joinAreas(groups, told, now), ...[...told.values()].flat()];
      const parts = all.map((one) => deliveriesOf(one, settings, now));
      const entries = parts.flatMap((part) => part.entries);
      const deliveries = parts.flatMap((part) => part.deliveries);
      await store.transaction(async (tx) => {
        await tx.notices.insert(
          all.flatMap(({ row }) => (byId.has(row.id) ? [] : { ...row, routedAt: now })),
        );
        await tx.notices.putEntries(entries);
        await tx.deliveries.insert(deliveries);
        await tx.notices.markRouted(
          groups.flatMap(({ notices }) => notices.map(({ id }) => id)),
          now,
        );
      });
      const userIds = [...new Set(entries.map(({ userId }) => userId))];
      if (userIds.length > 0) events.emit({ type: 'notices', userIds });
      return deliveries.length > 0;
    },
  };
};

export type NoticeRouter = ReturnType<typeof createNoticeRouter>;
