import { afterEach, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { createEmailSender, type MailSetup } from '../../controller/adapters/notices/email-sender.ts';
import { createPushSender } from '../../controller/adapters/notices/push-sender.ts';
import { createWebhookSender, signWebhook } from '../../controller/adapters/notices/webhook-sender.ts';
import { createAddressGuard, readAllowed } from '../../controller/adapters/outbound/address-guard.ts';
import { createOutboundClient } from '../../controller/adapters/outbound/outbound-client.ts';
import { createPushReceiver } from '../support/push-receiver.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { aNotice } from '../support/store-contract/notices.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const allowed = readAllowed('http://127.0.0.1');
const client = createOutboundClient({
  guard: createAddressGuard(allowed.ok ? allowed.value : []),
  timeoutMs: 5_000,
  ca: testCertificate.cert,
});

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('Web Push', () => {
  const serve = async (status: number) => {
    const service = await startReceiver((response) => response.writeHead(status).end(), { tls: true });
    ends.push(service.stop);
    const browser = createPushReceiver();
    const send = createPushSender({
      client,
      keys: webPush.generateVAPIDKeys(),
      contact: 'mailto:loa@example.vn',
    });
    const row = { id: 'psh_1', userId: 'usr_1', endpoint: `${service.url}/1`, label: 'x', createdAt: 0 };
    const result = await send({ ...row, p256dh: browser.p256dh, auth: browser.auth }, aNotice());
    return { service, browser, result };
  };

  it('is readable by the browser and by nobody on the way', async () => {
    const { service, browser, result } = await serve(201);
    expect(result).toEqual({ ok: true });
    const [post] = service.posts;
    const message = post?.body ?? Buffer.alloc(0);
    expect(message.includes('bị trả lại')).toBe(false);
    expect(JSON.parse(browser.open(message))).toMatchObject({ id: 'ntc_1', path: '/ban-tin/bul_1' });
    expect(post?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'normal' });
    expect(post?.headers.authorization).toMatch(/^vapid t=ey/);
  });

  it.each([
    [410, 'gone'],
    [404, 'gone'],
    [429, 'later'],
    [503, 'later'],
    [413, 'never'],
  ] as const)('takes %i for %s', async (status, next) => {
    expect((await serve(status)).result).toEqual({ ok: false, next, fault: `http-${status}` });
  });
});

describe('a webhook', () => {
  it('is signed over id, time and body, by every secret', async () => {
    const receiver = await startReceiver();
    ends.push(receiver.stop);
    const send = createWebhookSender({
      ...{ client, publicUrl: 'https://loa.example.vn', clock: { now: () => 1_795_350_089_000 } },
      areaOf: () => ({ code: '07888', name: 'xã Cao Xá' }),
    });
    const secrets = [
      `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
    ];
    expect(await send({ id: 'whk_1', url: receiver.url }, secrets, aNotice())).toEqual({ ok: true });
    const [post] = receiver.posts;
    const body = post?.body.toString() ?? '';
    expect(post?.headers['webhook-signature']).toBe(
      secrets.map((secret) => signWebhook(secret, 'ntc_1', 1_795_350_089, body)).join(' '),
    );
    expect(JSON.parse(body)).toMatchObject({
      type: 'returned',
      idempotencyKey: 'ntc_1',
      data: { url: 'https://loa.example.vn/ban-tin/bul_1', area: { code: '07888' } },
    });
  });

  it('is signed as the example of Standard Webhooks is', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(signWebhook(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });
});

describe('e-mail', () => {
  const setup = (port: number, over: Partial<MailSetup> = {}): MailSetup => ({
    ...{ host: '127.0.0.1', port, isSecure: false, isLoopback: true, user: null, password: null },
    ...{ from: 'Truyền thanh <loa@example.vn>', ...over },
  });
  const sender = (mail: MailSetup) =>
    createEmailSender({ setup: mail, publicUrl: 'https://loa.example.vn', ca: testCertificate.cert });

  it('leaves over TLS', async () => {
    const sink = await startSmtpSink({ tls: true });
    ends.push(sink.stop);
    expect(await sender(setup(sink.port, { isLoopback: false }))('hoa@example.vn', aNotice())).toEqual({
      ok: true,
    });
    expect(sink.letters).toMatchObject([{ to: ['hoa@example.vn'], isSecure: true }]);
    expect(sink.letters[0]?.data).toContain('Message-ID: <ntc_1@example.vn>');
  });

  it('does not leave without TLS', async () => {
    const sink = await startSmtpSink();
    ends.push(sink.stop);
    const result = await sender(setup(sink.port, { isLoopback: false }))('hoa@example.vn', aNotice());
    expect(result).toMatchObject({ ok: false, next: 'later' });
    expect(sink.letters).toEqual([]);
  });

  it('is not tried again where there is no such mailbox', async () => {
    const sink = await startSmtpSink({ toRecipient: () => '550 no such mailbox' });
    ends.push(sink.stop);
    expect(await sender(setup(sink.port))('hoa@example.vn', aNotice())).toEqual({
      ...{ ok: false, next: 'never', fault: 'smtp-550' },
    });
  });
});
