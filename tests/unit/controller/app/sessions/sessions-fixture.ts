import { afterEach, beforeEach } from 'vitest';
import type { Outcome } from '../../../../../controller/app/ports/runtime.ts';
import type { Actor } from '../../../../../controller/app/sessions/session-drafts.ts';
import {
  createSessions,
  type NewSession,
  type SavedSession,
  type Sessions,
} from '../../../../../controller/app/sessions/sessions.ts';
import {
  communes,
  createPublishingWorld,
  minuteMs,
  type PublishingWorld,
  province,
  putBulletin,
  testCluster,
} from '../../../../support/publishing-world.ts';
import { silentLog } from '../../../../support/silent-log.ts';

export const admin = {
  username: 'admin',
  displayName: 'Quản trị',
  grants: [{ role: 'administrator', areaKey: '25.20200101' }],
} satisfies Actor;
export const viewer = {
  username: 'xem',
  displayName: 'Chỉ xem',
  grants: [{ role: 'viewer', areaKey: '25.20200101' }],
} satisfies Actor;

/** A session of the province, ten minutes every day at 17:00. */
export const draft: NewSession = {
  title: 'Buổi phát thanh chiều',
  areaKey: province,
  targets: [{ areaKey: province }],
  class: 'normal',
  volume: 80,
  startsLocal: '2026-11-23T17:00:00',
  timeZone: 'Asia/Ho_Chi_Minh',
  rrule: 'FREQ=DAILY',
  durationMs: 10 * minuteMs,
  late: 'join',
  resume: 'resume',
  standing: [],
};

export const accepted = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.fault.en);
  return outcome.value;
};
export const refusal = <T>(outcome: Outcome<T>) => (outcome.ok ? null : [outcome.status, outcome.fault.code]);

const openWorld = async () => {
  const world = await createPublishingWorld(Date.parse('2026-11-23T12:00:00+07:00'));
  world.clusters = [testCluster('clu_1', communes[0])];
  await putBulletin(world.store, 'bul_b', 'b', 4);
  await putBulletin(world.store, 'bul_long', 'c', 20);
  await putBulletin(world.store, 'bul_draft', 'd', 1, { approval: 'draft' });
  await putBulletin(world.store, 'bul_gone', 'f', 1, { approval: 'withdrawn' });
  await putBulletin(world.store, 'bul_raw', 'e', 1, { audioState: 'processing', sha256: null });
  return world;
};

const openSessions = (world: PublishingWorld, published: (readonly string[] | 'all')[]): Sessions => {
  let ids = 0;
  return createSessions({
    store: world.store,
    publisher: {
      publishAreas: async (areaKeys) => {
        published.push(areaKeys);
      },
    },
    places: { areas: () => world.areas, clusters: () => world.clusters },
    clock: world.clock,
    random: {
      id: (prefix) => {
        ids += 1;
        return `${prefix}_${ids}`;
      },
      secret: () => '',
      claimCode: () => '',
    },
    events: { emit: (event) => world.events.push(event), listen: () => () => undefined },
    log: silentLog,
  });
};

export type SessionsFixture = {
  world: PublishingWorld;
  sessions: Sessions;
  /** Areas handed to the publisher, call by call. */
  published: (readonly string[] | 'all')[];
  create: (
    change?: Partial<NewSession>,
    actor?: typeof admin | typeof viewer,
  ) => Promise<Outcome<SavedSession>>;
  created: (change?: Partial<NewSession>) => Promise<SavedSession['session']>;
};

/** Monday noon, in a fresh world for each test. The world's own session airs at 05:00 every day. */
export const useSessions = (): (() => SessionsFixture) => {
  let fixture: SessionsFixture | null = null;
  beforeEach(async () => {
    const world = await openWorld();
    const published: SessionsFixture['published'] = [];
    const sessions = openSessions(world, published);
    const create: SessionsFixture['create'] = (change = {}, actor = admin) =>
      sessions.createSession({ ...draft, ...change }, actor);
    fixture = {
      world,
      sessions,
      published,
      create,
      created: async (change) => accepted(await create(change)).session,
    };
  });
  afterEach(() => fixture?.world.store.close());
  return () => {
    if (!fixture) throw new Error('Sessions exist within a test only.');
    return fixture;
  };
};
