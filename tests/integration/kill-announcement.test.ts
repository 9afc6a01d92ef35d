import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { announcementsDocument, topics } from '#protocol';
import { seededRandom } from '../../controller/demo/seeded-random.ts';
import { announcement, announcementPage } from '../../controller/http/representations/announcement.ts';
import { area } from '../../controller/http/representations/common.ts';
import {
  type ClaimedReceiver,
  claimedReceiver,
  retainedDocuments,
  verifyDocuments,
} from '../support/claimed-receiver.ts';
import { type CrashingController, createCrashingController } from '../support/crashing-controller.ts';

const rounds = 3;
/** Xã Cao Xá. */
const commune = '08527';

let controller: CrashingController;
let receiver: ClaimedReceiver;
let areaKey: string;
beforeAll(async () => {
  controller = await createCrashingController();
  const api = controller.api();
  areaKey = (await api.get(`/areas/${commune}`)).as(area).key;
  receiver = await claimedReceiver(api, controller.process().url, commune);
});
afterAll(() => controller.stop());

/** What a loudspeaker of the commune finds listed and still in force. */
const heldStops = async (): Promise<string[]> => {
  const held = await retainedDocuments(receiver, controller.process().mqttUrl ?? '', areaKey);
  await verifyDocuments(receiver.rootKey, held);
  const jws = held.get(topics.announcements(areaKey)) ?? '';
  const payload: unknown = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const { announcements } = announcementsDocument.parse(payload);
  return announcements.flatMap(({ id, endAt }) => (endAt === undefined ? [id] : []));
};

it('a stop that was acknowledged holds, and one that was lifted does not, wherever the process was killed', {
  timeout: 120_000,
}, async () => {
  const random = seededRandom(20_261_122);
  let inForce: string | null = null;
  for (let round = 0; round < rounds; round += 1) {
    const api = controller.api();
    const lifts = inForce;
    const answered: Promise<string | null | undefined> = (
      lifts === null
        ? api.post('/announcements', { kind: 'stop', targets: [{ areaCode: commune }] })
        : api.post(`/announcements/${lifts}/end`, {})
    )
      .then((answer) => (lifts === null ? answer.as(announcement).id : null))
      .catch(() => undefined);
    // From before the commit to after the document has left.
    await pass(random() * 40);
    await controller.kill();
    const acknowledged = await answered;
    await controller.restart();

    const listed = (await controller.api().get(`/announcements?state=inForce&area=${commune}`)).as(
      announcementPage,
    ).items;
    const ids = listed.map(({ id }) => id);
    if (acknowledged !== undefined) expect(ids).toEqual(acknowledged === null ? [] : [acknowledged]);
    expect(await heldStops()).toEqual(ids);
    inForce = ids[0] ?? null;
  }
});
