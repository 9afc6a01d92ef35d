import type { ServerResponse } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../controller/demo/seeded-random.ts';
import { announcement } from '../../controller/http/representations/announcement.ts';
import { type CrashingController, createCrashingController } from '../support/crashing-controller.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const rounds = 3;
/** Xã Cao Xá, and xã Hùng Lô. */
const [commune, another] = ['08527', '08287'];
const told = z.object({
  type: z.string(),
  idempotencyKey: z.string(),
  data: z.object({ subjectId: z.string() }),
});

let controller: CrashingController;
let gateway: Receiver;
let mail: SmtpSink;
/** What the gateway answers; it hangs where this does nothing. */
let answer: (response: ServerResponse) => void;
const takes = (response: ServerResponse): void => {
  response.writeHead(204).end();
};

beforeAll(async () => {
  answer = takes;
  gateway = await startReceiver((response) => answer(response));
  mail = await startSmtpSink();
  controller = await createCrashingController({
    OUTBOUND_ALLOWED: 'http://127.0.0.1',
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    SMTP_FROM: 'Truyền thanh <loa@example.vn>',
  });
  const api = controller.api();
  const types = ['emergency-started', 'emergency-ended'];
  await api.post('/webhooks', { name: 'Cổng SMS', areaCode: '25', url: gateway.url, types });
  const quiet = { quietFrom: '00:00', quietTo: '00:00' };
  const choices = types.map((type) => ({ type, channel: 'email', on: true }));
  const settings = { email: 'hoa@example.vn', ...quiet, choices };
  expect((await api.put('/notices/settings', settings)).status).toBe(200);
});
afterAll(async () => {
  await controller.stop();
  gateway.stop();
  await mail.stop();
});

const posts = () => gateway.posts.map(({ body }) => told.parse(JSON.parse(body.toString())));
/** Ids under which one fact came to the gateway, each time that it came. */
const idsOf = (type: string, subjectId: string): string[] =>
  posts().flatMap((post) =>
    post.type === type && post.data.subjectId === subjectId ? [post.idempotencyKey] : [],
  );
const letterIds = (): string[] =>
  mail.letters.flatMap(({ data }) => /^Message-ID: <([^@]+)@/im.exec(data)?.[1] ?? []);

/** It came, by both ways, and whenever it came again it bore the same id. */
const arrived = async (type: string, subjectId: string): Promise<void> => {
  await waitUntil(`${type} of ${subjectId} at the gateway`, () => idsOf(type, subjectId).length > 0);
  const [id = ''] = idsOf(type, subjectId);
  await waitUntil(`the letter ${id}`, () => letterIds().includes(id));
  expect(new Set(idsOf(type, subjectId))).toEqual(new Set([id]));
};

const stopAll = async (areaCode: string): Promise<string> =>
  (await controller.api().post('/announcements', { kind: 'stop', targets: [{ areaCode }] })).as(announcement)
    .id;

it('what was ordered is told, under one id however often, wherever the process was killed', {
  timeout: 120_000,
}, async () => {
  const random = seededRandom(20_261_122);
  const ordered: [type: string, id: string][] = [];
  let inForce: string | null = null;
  for (let round = 0; round < rounds; round += 1) {
    if (inForce === null) {
      inForce = await stopAll(commune);
      ordered.push(['emergency-started', inForce]);
    } else {
      await controller.api().post(`/announcements/${inForce}/end`, {});
      ordered.push(['emergency-ended', inForce]);
      inForce = null;
    }
    // From before the notice is stored to after it was taken.
    await pass(random() * 60);
    await controller.kill();
    await controller.restart();
    for (const [type, id] of ordered) await arrived(type, id);
  }
});

it('what was on its way when the process was killed is handed over again, under the same id', async () => {
  answer = () => undefined;
  const id = await stopAll(another);
  await waitUntil('the notice at the gateway', () => idsOf('emergency-started', id).length === 1);
  await controller.kill();
  answer = takes;
  await controller.restart();
  await waitUntil('the notice once more', () => idsOf('emergency-started', id).length === 2);
  await arrived('emergency-started', id);
});
