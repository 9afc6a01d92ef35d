import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programDocument } from '#protocol';
import { systemClock } from '../../controller/adapters/clock.ts';
import { systemRandom } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createSessions } from '../../controller/app/sessions/sessions.ts';
import { loadAreas } from '../../controller/data/load-areas.ts';
import { localDateOf } from '../../controller/domain/vietnam-date.ts';
import { createFakeLink, type FakeLink } from '../support/fake-link.ts';
import {
  createPublishingWorld,
  dayMs,
  minuteMs,
  openDocument,
  type PublishingWorld,
  putBulletin,
  testSession,
} from '../support/publishing-world.ts';
import { silentLog } from '../support/silent-log.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { percentile, sampleTimes } from './sample-times.ts';

const provinceKey = '25.20200101';
const communeKey = '07888.20200101';
const runs = { one: 60, all: 12 };
/** Relay, province and commune, between a signature tune and its end. */
const order = ['bul_relay', 'bul_province', 'bul_commune'];
const standing = [
  { bulletinId: 'bul_tune', place: 'before' as const },
  { bulletinId: 'bul_tune', place: 'after' as const },
];

/** Resolves with the instant at which the link has taken `count` more programs. */
const programsTaken = (link: FakeLink, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    link.beforePublish = (topic) => {
      if (!topic.endsWith('/program')) return;
      left -= 1;
      if (left === 0) resolve();
    };
  });

/** The province with two sessions a day, planned over the whole horizon. */
const openProvince = async (folder: string): Promise<PublishingWorld> => {
  const world = await createPublishingWorld(Date.now());
  await world.store.close();
  const store = await openSqliteStore({ path: join(folder, 'controller.db'), log: silentLog });
  const areas = loadAreas();
  await store.areas.put(areas);
  for (const [index, id] of ['bul_tune', ...order, 'bul_other'].entries()) {
    await putBulletin(store, id, String(index), index === 0 ? 1 : 5);
  }
  const today = Date.now();
  const dates = Array.from({ length: 14 }, (_, day) => localDateOf(today + (day - 2) * dayMs));
  const sessions = [
    testSession({ id: 'ses_morning', standing }),
    testSession({ id: 'ses_evening', standing, startsLocal: '2026-11-01T17:00:00' }),
    testSession({
      id: 'ses_commune',
      targets: [{ areaKey: communeKey }],
      startsLocal: '2026-11-01T11:00:00',
    }),
  ];
  for (const session of sessions) {
    const startsLocal = `${localDateOf(today - 5 * dayMs)}${session.startsLocal.slice(10)}`;
    await store.sessions.put({ ...session, areaKey: provinceKey, startsLocal });
    for (const date of dates) {
      await store.sessions.putRunningOrder({
        sessionId: session.id,
        date,
        bulletinIds: order,
        updatedAt: 0,
      });
    }
  }
  return Object.assign(world, { store, areas, clock: systemClock(), link: createFakeLink() });
};

const measure = async (folder: string): Promise<BenchRow[]> => {
  const world = await openProvince(folder);
  const publisher = await world.createPublisher();
  await publisher.start();
  const sessions = createSessions({
    store: world.store,
    publisher,
    places: { areas: () => world.areas, clusters: () => [] },
    clock: world.clock,
    random: systemRandom(),
    events: { emit: () => undefined, listen: () => () => undefined },
    log: silentLog,
  });
  const tomorrow = localDateOf(Date.now() + dayMs);
  let turn = 0;
  const change = async (sessionId: string, communes: number): Promise<void> => {
    turn += 1;
    const taken = programsTaken(world.link, communes);
    const bulletinIds = turn % 2 === 0 ? order : [...order.slice(1), 'bul_other'];
    const outcome = await sessions.setRunningOrder(sessionId, [tomorrow], bulletinIds);
    if (!outcome.ok) throw new Error(outcome.fault.en);
    await taken;
  };

  const one = await sampleTimes(() => change('ses_commune', 1), { count: runs.one });
  const communes = world.areas.filter(({ level }) => level === 'commune');
  const all = await sampleTimes(() => change('ses_morning', communes.length), { count: runs.all });

  const payloads: object[] = [];
  for (const { key } of communes) {
    const jws = world.link.retained.get(`tt/v1/areas/${key}/program`) ?? '';
    payloads.push(programDocument.parse(await openDocument(jws, world.signers)));
  }
  const signOne = await sampleTimes(() => world.signers.signing.sign(payloads[0] ?? {}), { count: runs.one });
  const signAll = await sampleTimes(
    () => Promise.all(payloads.map((payload) => world.signers.signing.sign(payload))),
    { count: runs.all },
  );
  const items = await world.program(communeKey);
  const bytes = world.link.retained.get(`tt/v1/areas/${communeKey}/program`)?.length ?? 0;
  await publisher.stop();
  await world.store.close();

  const row = (
    name: string,
    times: readonly number[],
    bare: readonly number[],
    share: number,
    atMost: number,
  ) => ({
    name: `${name}, ${share === 1 ? 'max' : `p${share * 100}`}`,
    value: percentile(times, share),
    unit: 'ms',
    baseline: percentile(bare, share),
    baselineName: 'signing the same bytes',
    budget: { of: 'value' as const, atMost },
    note: `${items.items.length} items, ${Math.round(bytes / 1024)} kB each`,
  });
  const second = minuteMs / 60;
  return [
    row('change -> program of one commune handed over', one, signOne, 0.5, second),
    row('change -> program of one commune handed over', one, signOne, 1, second),
    row(`change -> programs of ${communes.length} communes handed over`, all, signAll, 0.5, 5 * second),
    row(`change -> programs of ${communes.length} communes handed over`, all, signAll, 1, 5 * second),
  ];
};

/**
 * From the change of a running order to every signed program that follows from it, stored with
 * `synchronous=FULL` and handed to a link that takes it at once; beside the bare signatures.
 */
export const benchPublish = async ({ progress }: Pick<BenchOptions, 'progress'>): Promise<BenchRow[]> => {
  progress('publishing one commune and the whole province');
  const folder = mkdtempSync(join(tmpdir(), 'bench-publish-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
