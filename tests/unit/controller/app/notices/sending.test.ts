import { beforeEach, describe, expect, it } from 'vitest';
import type { SendResult } from '../../../../../controller/app/ports/notice-senders.ts';
import type { Webhook } from '../../../../../controller/http/api-type.ts';
import {
  aNoticeOf,
  caoXa,
  createNoticesField,
  type NoticesField,
  noon,
  province,
  tuXa,
} from './notices-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const later: SendResult = { ok: false, next: 'later', fault: 'unreachable' };

let field: NoticesField;
const begin = async (now = noon): Promise<void> => {
  field = await createNoticesField(now);
  await field.addPerson('usr_1', [{ role: 'approver', areaKey: caoXa.key }]);
  await field.notices.settings.addBrowser('usr_1', {
    endpoint: 'https://push.example/1',
    p256dh: 'p',
    auth: 'a',
    label: 'Chrome',
  });
};
beforeEach(() => begin());

const addWebhook = async (
  url: string,
  types: Webhook['types'] = ['approval-waiting'],
  areaKey = province.key,
) => {
  const made = await field.notices.webhooks.add({ name: url, areaKey, url, types }, 'admin');
  if (!made.ok) throw new Error(made.fault.code);
  return made.value;
};
const sentTo = (to: string): number => field.senders.sent.filter((one) => one.to === to).length;
const statesOf = async (): Promise<string[]> =>
  (await field.store.deliveries.page({ channel: null, state: null, target: null }, null, 100)).items
    .map(({ channel, state, fault }) => [channel, state, fault].join(' ').trim())
    .sort();

describe('what leaves here', () => {
  it('goes by the ways that somebody chose', async () => {
    await field.notices.settings.save('usr_1', {
      email: 'hoa@example.vn',
      quietFrom: '21:00',
      quietTo: '06:00',
      choices: { 'approval-waiting.push': false },
    });
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect(field.senders.sent.map(({ channel, to }) => [channel, to])).toEqual([['email', 'hoa@example.vn']]);
    expect(await statesOf()).toEqual(['email sent']);
  });

  it('waits for the morning, unless it is urgent', async () => {
    await begin(Date.parse('2026-11-22T22:00:00+07:00'));
    await field.notifier.notify(aNoticeOf());
    await field.notifier.notify(aNoticeOf({ type: 'emergency-started', subjectId: 'ann_1' }));
    await field.clock.advance(1_000);
    expect(field.senders.sent.map(({ notice }) => notice.type)).toEqual(['emergency-started']);
    await field.leap(8 * hour - 4_000);
    expect(field.senders.sent).toHaveLength(1);
    await field.clock.advance(4_000);
    expect(field.senders.sent.map(({ notice }) => notice.type)).toContain('approval-waiting');
  });

  it('is tried again with growing pauses until it is taken', async () => {
    const { webhook } = await addWebhook('https://sms.example/');
    let answer: SendResult = later;
    field.senders.answer = (to) => (to === webhook.url ? answer : { ok: true });
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect(sentTo(webhook.url)).toBe(1);
    await field.clock.advance(29_000);
    expect(sentTo(webhook.url)).toBe(1);
    await field.clock.advance(2_000);
    expect(sentTo(webhook.url)).toBe(2);
    answer = { ok: true };
    await field.clock.advance(2 * minute);
    expect(sentTo(webhook.url)).toBe(3);
    expect(await statesOf()).toEqual(['push sent', 'webhook sent']);
    await field.clock.advance(2 * hour);
    expect(sentTo(webhook.url)).toBe(3);
  });

  it('is given up after a day, and administrators are told once a day', async () => {
    await field.addPerson('usr_admin', [{ role: 'administrator', areaKey: province.key }]);
    await addWebhook('https://sms.example/');
    field.senders.answer = (to) => (to.startsWith('https://sms') ? later : { ok: true });
    await field.notifier.notify(aNoticeOf());
    await field.notifier.notify(aNoticeOf({ subjectId: 'bul_2' }));
    await field.clock.advance(minute);
    await field.leap(24 * hour - 3 * minute);
    expect(await statesOf()).toContain('webhook waiting unreachable');
    await field.clock.advance(4 * minute);
    expect((await statesOf()).filter((state) => state.startsWith('webhook'))).toEqual([
      'webhook failed unreachable',
      'webhook failed unreachable',
    ]);
    const told = (await field.listOf('usr_admin')).filter(({ type }) => type === 'delivery-failed');
    expect(told.map(({ path }) => path)).toEqual(['/thong-bao/gui-di']);
  });

  it('is not held up by an end that never answers', async () => {
    await addWebhook('https://hangs.example/');
    await addWebhook('https://fine.example/');
    field.senders.answer = (to) =>
      to.startsWith('https://hangs') ? new Promise<SendResult>(() => undefined) : { ok: true };
    for (let n = 0; n < 40; n += 1) await field.notifier.notify(aNoticeOf({ subjectId: `bul_${n}` }));
    await field.clock.advance(minute);
    expect(sentTo('https://fine.example/')).toBe(40);
    expect(sentTo('https://push.example/1')).toBe(40);
    expect(sentTo('https://hangs.example/')).toBeLessThanOrEqual(4);
  });

  it('leaves a way alone for a while after it failed', async () => {
    await addWebhook('https://sms.example/');
    field.senders.answer = (to) => (to.startsWith('https://sms') ? later : { ok: true });
    for (let n = 0; n < 40; n += 1) await field.notifier.notify(aNoticeOf({ subjectId: `bul_${n}` }));
    await field.clock.advance(25_000);
    expect(sentTo('https://sms.example/')).toBeLessThanOrEqual(4);
  });

  it('leaves after a restart what had not left', async () => {
    await addWebhook('https://sms.example/');
    field.senders.answer = () => later;
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    field.senders.answer = () => ({ ok: true });
    await field.restart();
    await field.clock.advance(minute);
    expect(await statesOf()).toEqual(['push sent', 'webhook sent']);
  });

  it('forgets a browser that is no more, and a webhook that wants no more', async () => {
    await addWebhook('https://sms.example/');
    field.senders.answer = () => ({ ok: false, next: 'gone', fault: 'http-410' });
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect((await field.notices.settings.of('usr_1')).browsers).toEqual([]);
    expect(await statesOf()).toEqual(['push gone http-410', 'webhook gone http-410']);
  });
});

describe('a webhook', () => {
  it('is told of its area and its types alone', async () => {
    await addWebhook('https://elsewhere.example/', ['approval-waiting'], tuXa.key);
    await addWebhook('https://other.example/', ['emergency-started']);
    await addWebhook('https://here.example/');
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect(field.senders.sent.filter(({ channel }) => channel === 'webhook').map(({ to }) => to)).toEqual([
      'https://here.example/',
    ]);
  });

  it('signs with both secrets for a day after a rotation, then with the new one', async () => {
    const { webhook, secret } = await addWebhook('https://sms.example/');
    expect(webhook.secret).not.toContain(secret);
    const rotated = await field.notices.webhooks.rotate(webhook.id);
    const fresh = rotated.ok ? rotated.value.secret : '';
    await field.notices.webhooks.test(webhook.id);
    await field.clock.advance(1_000);
    await field.leap(24 * hour);
    await field.notices.webhooks.test(webhook.id);
    await field.clock.advance(1_000);
    const used = field.senders.sent.map(({ secrets }) => secrets);
    expect(used).toEqual([[fresh, secret], [fresh]]);
    expect(fresh).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it('is told nothing while it is off', async () => {
    const { webhook } = await addWebhook('https://sms.example/');
    await field.notices.webhooks.change(webhook.id, { isOn: false });
    await field.notifier.notify(aNoticeOf());
    await field.clock.advance(1_000);
    expect(sentTo('https://sms.example/')).toBe(0);
    expect(await field.notices.webhooks.test(webhook.id)).toMatchObject({
      fault: { code: 'Webhook_Disabled' },
    });
    await field.notices.webhooks.change(webhook.id, { isOn: true });
    await field.notifier.notify(aNoticeOf({ subjectId: 'bul_2' }));
    await field.clock.advance(1_000);
    expect(sentTo('https://sms.example/')).toBe(1);
  });
});
