import type { LookupAddress, LookupOptions } from 'node:dns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEmailSender } from '../../controller/adapters/notices/email-sender.ts';
import { letterOf } from '../../controller/adapters/notices/letter.ts';
import { pushPayload } from '../../controller/adapters/notices/push-sender.ts';
import { createAddressGuard, readAllowed } from '../../controller/adapters/outbound/address-guard.ts';
import { createOutboundClient } from '../../controller/adapters/outbound/outbound-client.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { createPushReceiver } from '../support/push-receiver.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { aNotice } from '../support/store-contract/notices.ts';
import { testCertificate } from '../support/test-certificate.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const problem = z.looseObject({ code: z.string() });
const made = z.looseObject({ id: z.string() });
const deliveries = z.object({
  items: z.array(z.looseObject({ state: z.string(), fault: z.string().nullable(), attempts: z.number() })),
});
const webhookTo = (url: string) => ({ name: 'x', areaCode: '25', url, types: ['emergency-started'] });

const places: [name: string, url: string][] = [
  ['this machine', 'https://127.0.0.1/'],
  ['this machine with a port', 'https://127.0.0.1:8080/api/v1/webhooks'],
  ['this machine in short', 'https://127.1/'],
  ['this machine as a number', 'https://2130706433/'],
  ['this machine in hexadecimal', 'https://0x7f.0x0.0x0.0x1/'],
  ['this machine in octal', 'https://0177.0.0.01/'],
  ['this machine by IPv6', 'https://[::1]/'],
  ['this machine as IPv4 within IPv6', 'https://[::ffff:127.0.0.1]/'],
  ['this machine through NAT64', 'https://[64:ff9b::7f00:1]/'],
  ['this machine by name', 'https://localhost/'],
  ['this machine by a name with a dot', 'https://localhost./'],
  ['this machine by full-width digits', 'https://１２７.０.０.１/'],
  ['no address at all', 'https://0.0.0.0/'],
  ['metadata of a cloud', 'https://169.254.169.254/latest/meta-data/'],
  ['metadata by IPv6', 'https://[fd00:ec2::254]/'],
  ['metadata of another cloud', 'https://100.100.100.200/'],
  ['a public-looking address of a cloud', 'https://168.63.129.16/'],
  ['the office, 10/8', 'https://10.0.0.1/'],
  ['the office, 172.16/12', 'https://172.31.255.254/'],
  ['the office, 192.168/16', 'https://192.168.1.1/'],
  ['a printer next door', 'https://printer.local/'],
  ['a link-local address', 'https://[fe80::1]/'],
];
const spellings: [name: string, url: string, code: string][] = [
  ['a file', 'file:///etc/passwd', 'Outbound_Scheme'],
  ['gopher', 'gopher://example.vn:25/_MAIL%20FROM', 'Outbound_Scheme'],
  ['FTP', 'ftp://example.vn/', 'Outbound_Scheme'],
  ['a script', 'javascript:alert(1)', 'Outbound_Scheme'],
  ['data', 'data:text/plain,x', 'Outbound_Scheme'],
  ['the clear', 'http://example.vn/', 'Outbound_Scheme'],
  ['a user and password', 'https://admin:secret@example.vn/', 'Outbound_Credentials'],
  ['a host disguised as a user', 'https://example.vn@127.0.0.1/', 'Outbound_Credentials'],
  ['no URL', '//example.vn', 'Outbound_Unreadable'],
];
const refused = [...places.map(([name, url]) => [name, url, 'Outbound_NotAllowed'] as const), ...spellings];

let controller: ControllerProcess;
let admin: ApiClient;
beforeAll(async () => {
  controller = await runController({ env: { SECOND_FACTOR: 'optional' } });
  admin = await signIn(controller.url);
});
afterAll(() => controller.stop());

describe('attack: an address that this server should not go to', () => {
  it.each(refused)('a webhook to %s (%s) -> 422 %s', async (_, url, code) => {
    const answer = await admin.post('/webhooks', webhookTo(url));
    expect([answer.status, problem.parse(answer.body).code]).toEqual([422, code]);
  });

  it.each(refused)('an existing webhook moved to %s (%s) -> 422 %s', async (_, url, code) => {
    const { items } = (await admin.get('/webhooks')).as(z.object({ items: z.array(made) }));
    const id =
      items[0]?.id ?? (await admin.post('/webhooks', webhookTo('https://sms.example.vn/'))).as(made).id;
    const answer = await admin.patch(`/webhooks/${id}`, { url });
    expect([answer.status, problem.parse(answer.body).code]).toEqual([422, code]);
  });

  it.each(refused)('a push service at %s (%s) -> 422 %s', async (_, endpoint, code) => {
    const { p256dh, auth } = createPushReceiver();
    const answer = await admin.post('/notices/browsers', { endpoint, keys: { p256dh, auth }, label: 'x' });
    expect([answer.status, problem.parse(answer.body).code]).toEqual([422, code]);
  });
});

const guardOf = (text: string) => {
  const allowed = readAllowed(text);
  if (!allowed.ok) throw new Error(allowed.entry);
  return createAddressGuard(allowed.value);
};
type Done = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;
/** A name server that says one thing after the other, the last one for ever. */
const nameServer = (answers: string[][]) => {
  const asked: string[] = [];
  const lookup = (name: string, _options: LookupOptions, done: Done): void => {
    const said = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(name);
    done(
      null,
      said.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, lookup };
};
const unreachable = { ok: false, fault: 'unreachable' };

let receivers: Receiver[] = [];
afterEach(() => {
  for (const receiver of receivers) receiver.stop();
  receivers = [];
});
const receiverOf = async (...how: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...how);
  receivers.push(receiver);
  return receiver;
};

describe('attack: a name that leads astray', () => {
  it.each([
    ['to this machine', ['127.0.0.1']],
    ['to this machine by IPv6', ['::1']],
    ['to this machine, hidden among others', ['203.162.4.190', '127.0.0.1']],
    ['to the office', ['10.0.0.1']],
    ['to metadata', ['169.254.169.254']],
    ['to an IPv4 address within IPv6', ['::ffff:127.0.0.1']],
    ['nowhere', []],
  ])('%s -> not connected', async (_, addresses) => {
    const trap = await receiverOf(undefined, { tls: true });
    const { lookup, asked } = nameServer([addresses]);
    const client = createOutboundClient({
      guard: guardOf(''),
      timeoutMs: 2_000,
      lookup: lookup as never,
      ca: testCertificate.cert,
    });
    const { port } = new URL(trap.url);
    expect(await client.post(new URL(`https://sms.example.vn:${port}/`), {}, 'x')).toEqual(unreachable);
    expect([asked, trap.posts]).toEqual([['sms.example.vn'], []]);
  });

  it('changes its mind after it was checked -> what is connected to is what was checked', async () => {
    const trap = await receiverOf(undefined, { tls: true });
    const { lookup, asked } = nameServer([['192.168.1.5'], ['127.0.0.1']]);
    const client = createOutboundClient({
      guard: guardOf('sms.example.vn'),
      timeoutMs: 300,
      lookup: lookup as never,
      ca: testCertificate.cert,
    });
    const url = new URL(`https://sms.example.vn:${new URL(trap.url).port}/`);
    expect(await client.post(url, {}, 'x')).toEqual(unreachable);
    expect(await client.post(url, {}, 'x')).toEqual(unreachable);
    expect([asked.length, trap.posts]).toEqual([2, []]);
  });
});

describe('attack: an answer', () => {
  const client = createOutboundClient({ guard: guardOf('http://127.0.0.1'), timeoutMs: 500 });

  it.each([301, 302, 303, 307, 308])('%i to this machine -> not followed', async (status) => {
    const trap = await receiverOf();
    const location = trap.url.replace('127.0.0.1', 'localhost');
    const from = await receiverOf((response) => response.writeHead(status, { location }).end());
    expect(await client.post(new URL(from.url), {}, 'x')).toEqual({ ok: true, status });
    expect(trap.posts).toEqual([]);
  });

  it('without end -> its status is read and nothing else', async () => {
    const chunk = Buffer.alloc(65_536);
    let written = 0;
    const endless = await receiverOf((response) => {
      response.writeHead(200);
      const more = (): void => {
        written += chunk.length;
        if (!response.destroyed) response.write(chunk, () => setImmediate(more));
      };
      more();
    });
    expect(await client.post(new URL(endless.url), {}, 'x')).toEqual({ ok: true, status: 200 });
    const before = await waitUntil('the connection to be cut', () => {
      const seen = written;
      return new Promise<number | null>((resolve) =>
        setTimeout(() => resolve(written === seen ? seen : null), 50),
      );
    });
    expect(before).toBeLessThan(64 * 1024 * 1024);
  });

  it('that never comes, or never ends its headers -> given up in time', async () => {
    const silent = await receiverOf(() => undefined);
    const dripping = await receiverOf((response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\nx: ');
    });
    expect(await client.post(new URL(silent.url), {}, 'x')).toEqual(unreachable);
    expect(await client.post(new URL(dripping.url), {}, 'x')).toEqual(unreachable);
  });

  it('whatever stands in the way of it -> one and the same word, so that nothing is learned of a network', async () => {
    const open = await receiverOf((response) => response.socket?.destroy());
    const closed = await startReceiver();
    closed.stop();
    const urls = [
      closed.url,
      open.url,
      open.url.replace('http:', 'https:'),
      'https://10.9.9.9/',
      'https://x.invalid/',
    ];
    const answers = await Promise.all(urls.map((url) => client.post(new URL(url), {}, 'x')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify(unreachable)]),
    );
  });

  it('with a secret of the network in it -> nobody reads it', async () => {
    const inside = await receiverOf((response) =>
      response.writeHead(500, { 'x-inside': 'header-of-the-inside' }).end('words-of-the-inside'),
    );
    const own = await runController({
      env: { OUTBOUND_ALLOWED: 'http://127.0.0.1', SECOND_FACTOR: 'optional' },
    });
    try {
      const api = await signIn(own.url);
      const { id } = (await api.post('/webhooks', webhookTo(inside.url))).as(made);
      expect((await api.post(`/webhooks/${id}/test`)).status).toBe(202);
      const told = await waitUntil('the attempt', async () => {
        const answer = await api.get(`/webhooks/${id}/deliveries`);
        return answer.as(deliveries).items.some(({ attempts }) => attempts > 0) ? answer : null;
      });
      expect(told.as(deliveries).items).toMatchObject([{ state: 'waiting', fault: 'http-500' }]);
      expect(told.text + own.logLines.map((line) => JSON.stringify(line)).join()).not.toMatch(
        /of-the-inside/,
      );
    } finally {
      await own.stop();
    }
  });
});

describe('attack: a title', () => {
  let sink: SmtpSink;
  beforeAll(async () => {
    sink = await startSmtpSink();
  });
  afterAll(() => sink.stop());
  const nasty = aNotice({
    title: {
      vi: 'Lịch cắt điện\r\nBcc: everybody@example.vn\r\n\r\n<img src=x onerror=alert(1)>',
      en: '"><script>alert(1)</script>\u2028x',
    },
    body: { vi: '<a href="https://attacker.example">Bấm</a>\r\n.\r\nQUIT', en: "' onmouseover='x" },
  });

  it('with line breaks -> one subject, one recipient, no header of its own', async () => {
    const send = createEmailSender({
      publicUrl: 'https://loa.example.vn',
      setup: {
        ...{ host: '127.0.0.1', port: sink.port, isSecure: false, isLoopback: true },
        ...{ user: null, password: null, from: 'loa@example.vn' },
      },
    });
    expect(await send('hoa@example.vn', nasty)).toEqual({ ok: true });
    const [letter, ...others] = sink.letters;
    const headers = letter?.data.split('\r\n\r\n')[0] ?? '';
    expect([letter?.to, others]).toEqual([['hoa@example.vn'], []]);
    expect(headers).not.toMatch(/^bcc:/im);
    expect(headers.match(/^subject:/gim)).toHaveLength(1);
  });

  it('with markup -> text in the HTML of a letter', () => {
    const { html, subject } = letterOf(nasty, 'https://loa.example.vn');
    expect(html).not.toMatch(/<img|<script|href="https:\/\/attacker|onmouseover='/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(subject).not.toMatch(/[\r\n\u2028]/);
  });

  it('with markup -> text in a push message, which the browser shows as text', () => {
    const payload = z.object({ vi: z.object({ title: z.string() }) }).parse(JSON.parse(pushPayload(nasty)));
    expect(payload.vi.title).toBe(nasty.title.vi);
  });
});
