import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dryRun } from '../../../../controller/http/representations/dry-run.ts';
import {
  dispatch,
  dispatchPage,
  inboxEntry,
  inboxPage,
} from '../../../../controller/http/representations/inbox.ts';
import { policy, policySaved } from '../../../../controller/http/representations/policy.ts';
import { priorityOrder } from '../../../../controller/http/representations/priority-order.ts';
import { session } from '../../../../controller/http/representations/session.ts';
import { sessionPreview } from '../../../../controller/http/representations/session-preview.ts';
import { caoXa, province, tuXa } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { putBulletin } from '../../../support/publishing-world.ts';

let world: HttpWorld;
let cookie: string;
beforeEach(async () => {
  world = await createHttpWorld();
  cookie = await world.cookieOf('administrator');
  await putBulletin(world.store, 'bul_a', 'a', 5);
});

const ask = async <T>(schema: z.ZodType<T>, path: string, method = 'GET', body?: unknown): Promise<T> => {
  const answer = await world.app.request(`/api/v1${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return schema.parse(JSON.parse(text));
};
const tomorrow = '2026-11-24';
const plan = (change: object = {}) =>
  ask(session, '/sessions', 'POST', {
    title: 'Buổi sáng',
    areaCode: caoXa.code,
    targets: [{ areaCode: caoXa.code }],
    startsLocal: `${tomorrow}T05:00:00`,
    durationMs: 1_800_000,
    rrule: 'FREQ=DAILY',
    ...change,
  });

describe('the way of a normal bulletin from the province onto the air', () => {
  it('leads through the inbox of the commune, and the sender sees where it is', async () => {
    const targets = [{ areaCode: province.code }];
    const sent = await ask(dispatch, '/dispatches', 'POST', {
      bulletinId: 'bul_a',
      targets,
      note: 'Tuần này',
    });
    expect(sent.counts).toEqual({ waiting: 2, placed: 0, declined: 0 });
    expect(sent.communes.map(({ area }) => area.code)).toEqual([caoXa.code, tuXa.code]);

    const [waiting] = (await ask(inboxPage, `/inbox?area=${caoXa.code}&state=waiting`)).items;
    expect(waiting).toMatchObject({
      dispatchId: sent.id,
      bulletin: { id: 'bul_a', audio: { asset: { durationMs: 300_000 } } },
      from: { code: province.code, level: 'province' },
      to: { code: caoXa.code },
      note: 'Tuần này',
      state: 'waiting',
    });

    const own = await plan();
    const at = (code: string) => `/inbox/${sent.id}/${code}`;
    const where = { sessionId: own.id, dates: [tomorrow] };
    const placed = await ask(inboxEntry, `${at(caoXa.code)}/place`, 'POST', where);
    expect(placed).toMatchObject({ state: 'placed', ...where, decidedBy: 'administrator-of-test' });
    const reason = 'Xã đã phát tin này rồi';
    expect(await ask(inboxEntry, `${at(tuXa.code)}/decline`, 'POST', { reason })).toMatchObject({
      state: 'declined',
      reason,
    });
    expect((await ask(dispatch, `/dispatches/${sent.id}`)).counts).toEqual({
      waiting: 0,
      placed: 1,
      declined: 1,
    });
    expect((await ask(dispatchPage, `/dispatches?area=${province.code}`)).items).toHaveLength(1);
    expect((await ask(dispatchPage, `/dispatches?area=${caoXa.code}`)).items).toEqual([]);

    const day = await ask(dryRun, `/dry-run?area=${caoXa.code}&to=${tomorrow}T12:00:00Z`);
    expect(day.sounds.map(({ title, ownerArea, startAt }) => [title, ownerArea.code, startAt])).toEqual([
      ['Bản tin bul_a', caoXa.code, '2026-11-23T22:00:00.000Z'],
    ]);
    expect(world.events.of('inbox')).toHaveLength(3);
  });
});

describe('what decides about the air of a commune', () => {
  it('is told by preview, dry run and order, by name and code', async () => {
    const own = await plan({ class: 'priority', bulletinIds: ['bul_a'] });
    const rival = {
      title: 'Thời sự tỉnh',
      areaCode: province.code,
      targets: [{ areaCode: province.code }],
      startsLocal: `${tomorrow}T05:02:00`,
      durationMs: 600_000,
    };
    const preview = await ask(sessionPreview, '/sessions/preview', 'POST', { ...rival, class: 'priority' });
    expect(preview.warnings.map(({ code }) => code)).toEqual(['Session_Displaced']);
    expect(preview).toMatchObject({ communes: 2, quietHours: null, occurrences: [{ date: tomorrow }] });

    const saved = await plan({ ...rival, rrule: null, class: 'priority', bulletinIds: ['bul_a'] });
    expect(saved.warnings).toEqual(preview.warnings);
    const order = await ask(priorityOrder, `/priority-orders/${caoXa.code}/${tomorrow}`);
    expect(order.items.map(({ sessionId, ownerArea }) => [sessionId, ownerArea.code])).toEqual([
      [own.id, caoXa.code],
      [saved.id, province.code],
    ]);
    expect(order.isOrdered).toBe(false);
    const itemIds = order.items.map(({ itemId }) => itemId).reverse();
    const day = await ask(dryRun, `/priority-orders/${caoXa.code}/${tomorrow}`, 'PUT', { itemIds });
    expect(
      day.sounds.map(({ sessionTitle, delayedBy }) => [sessionTitle, delayedBy?.ownerArea.code]),
    ).toEqual([
      ['Buổi sáng', undefined],
      ['Thời sự tỉnh', caoXa.code],
    ]);
    expect(await ask(priorityOrder, `/priority-orders/${caoXa.code}/${tomorrow}`)).toMatchObject({
      items: itemIds.map((itemId) => ({ itemId })),
      isOrdered: true,
      updatedBy: 'administrator-of-test',
    });
  });

  it('is the policy of its area and of those above', async () => {
    const own = await plan();
    const rule = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '06:00', to: '20:00', maxVolume: 60 };
    const saved = await ask(policySaved, `/policies/${province.code}`, 'PUT', { rules: [rule] });
    expect(saved.affected[0]).toEqual({
      sessionId: own.id,
      title: 'Buổi sáng',
      area: expect.objectContaining({ code: caoXa.code }),
      date: tomorrow,
      startAt: '2026-11-23T22:00:00.000Z',
      endAt: '2026-11-23T22:30:00.000Z',
      effect: 'refused',
      communes: 1,
    });
    expect(await ask(policy, `/policies/${caoXa.code}`)).toMatchObject({
      area: { code: caoXa.code },
      own: [],
      inherited: [{ area: { code: province.code }, rules: [rule] }],
      week: expect.arrayContaining([
        {
          weekday: 7,
          windows: [{ from: '06:00', to: '20:00' }],
          caps: [{ from: '06:00', to: '20:00', maxVolume: 60 }],
        },
      ]),
    });
  });
});
