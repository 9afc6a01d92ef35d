import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ProgramDocument, programDocument, topics } from '#protocol';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { seededRandom } from '../../controller/demo/seeded-random.ts';
import { schedule, session, sessionList } from '../../controller/http/representations/session.ts';
import { readyBulletin } from '../support/bulletin-upload.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import {
  type ClaimedReceiver,
  claimedReceiver,
  retainedDocuments,
  verifyDocuments,
} from '../support/claimed-receiver.ts';
import { type CrashingController, createCrashingController } from '../support/crashing-controller.ts';
import { silentLog } from '../support/silent-log.ts';

const seed = 20_261_122;
const rounds = 4;
const day = 86_400_000;
const communes = z.object({ items: z.array(z.object({ code: z.string(), key: z.string() })) });

let controller: CrashingController;
let bulletinId: string;
/** Loudspeakers far apart in the order in which communes are signed. */
const receivers: { receiver: ClaimedReceiver; areaKey: string }[] = [];
beforeAll(async () => {
  controller = await createCrashingController();
  const api = controller.api();
  bulletinId = (
    await readyBulletin(controller.process(), api, {
      title: 'Lịch cắt điện ngày mai',
      sound: wavOf(chirp(2)),
    })
  ).id;
  const { items } = (await api.get('/areas?level=commune')).as(communes);
  for (const { code, key } of [items[0], items[112], items[224]].flatMap((one) => one ?? [])) {
    receivers.push({ receiver: await claimedReceiver(api, controller.process().url, code), areaKey: key });
  }
});
afterAll(() => controller.stop());

const noon = `${new Date(Date.now() + 7 * 3_600_000 + day).toISOString().slice(0, 10)}T12:00:00`;
const sessionOf = (title: string) => ({
  title,
  areaCode: '25',
  targets: [{ areaCode: '25' }],
  startsLocal: noon,
  durationMs: 60_000,
  bulletinIds: [bulletinId],
});
const programIn = (jws: string): ProgramDocument =>
  programDocument.parse(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')));
const reading = async <T>(read: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openSqliteStore({ path: join(controller.dataDir, 'truyenthanh.db'), log: silentLog });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
};

/** What a loudspeaker gets is what the database says, signed by whom it knows, and what was acknowledged is in it. */
const expectConverged = async (
  { receiver, areaKey }: (typeof receivers)[number],
  sessionIds: readonly string[],
): Promise<void> => {
  const held = await retainedDocuments(receiver, controller.process().mqttUrl ?? '', areaKey);
  await verifyDocuments(receiver.rootKey, held);
  const { rows, plan } = await reading(async (store) => ({
    rows: new Map((await store.documents.all()).map(({ topic, jws }) => [topic, jws])),
    plan: await store.plan.between({ areaKeys: [areaKey], from: Date.now(), to: Date.now() + 3 * day }),
  }));
  expect(Object.fromEntries(held)).toEqual(
    Object.fromEntries([...held.keys()].map((topic) => [topic, rows.get(topic)])),
  );
  const program = programIn(held.get(topics.program(areaKey)) ?? '');
  const planned = plan.filter(({ cancelledAt }) => cancelledAt === null);
  expect(program.items.map(({ id }) => id).sort()).toEqual(planned.map(({ itemId }) => itemId).sort());
  expect(program.items.map(({ sessionId }) => sessionId)).toEqual(expect.arrayContaining([...sessionIds]));
};

describe('the controller killed while it publishes to all communes', () => {
  it('ends up with what the database says, and loses no session that it acknowledged', {
    timeout: 180_000,
  }, async () => {
    const random = seededRandom(seed);
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const answered = controller
        .api()
        .post('/sessions', sessionOf(`Lần ${round}`))
        .then((answer) => acknowledged.push(answer.as(session).id))
        .catch(() => undefined);
      // The moment is the point of the test: from before the commit to the last of 225 programs.
      await pass(random() * 1_000);
      await controller.kill();
      await answered;
      await controller.restart();

      const api = controller.api();
      const stored = (await api.get('/sessions')).as(sessionList).items;
      expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
      // A session and its first running order are one step: neither is there without the other.
      const to = new Date(Date.now() + 3 * day).toISOString();
      const entries = (await api.get(`/schedule?to=${to}`)).as(schedule).items;
      expect(entries.map(({ sessionId, items }) => [sessionId, items.length]).sort()).toEqual(
        stored.map(({ id }) => [id, 1]).sort(),
      );
      for (const one of receivers)
        await expectConverged(
          one,
          stored.map(({ id }) => id),
        );
    }
    expect(acknowledged.length).toBeGreaterThan(0);
  });

  it('carries on with versions above all that loudspeakers hold', async () => {
    const [first] = receivers;
    if (!first) throw new Error('There is no receiver.');
    const versionNow = async (): Promise<number> => {
      const held = await retainedDocuments(first.receiver, controller.process().mqttUrl ?? '', first.areaKey);
      return programIn(held.get(topics.program(first.areaKey)) ?? '').version;
    };
    const before = await versionNow();
    await controller.kill();
    await controller.restart();
    expect(await versionNow()).toBe(before);
    const placed = (await controller.api().post('/sessions', sessionOf('Sau cùng'))).as(session);
    await expect.poll(versionNow, { timeout: 20_000 }).toBeGreaterThan(before);
    await expectConverged(first, [placed.id]);
  });
});
