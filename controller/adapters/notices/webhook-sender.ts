import { createHmac } from 'node:crypto';
import type { NoticeSenders, SendResult } from '../../app/ports/notice-senders.ts';
import type { Clock } from '../../app/ports/runtime.ts';
import type { NoticeRow } from '../../app/ports/store/notices.ts';
import { isUrgent } from '../../domain/notice.ts';
import type { OutboundClient } from '../outbound/outbound-client.ts';

/** Symmetric signature of Standard Webhooks 1.0: over id, seconds and body, by the bytes behind the prefix. */
export const signWebhook = (secret: string, id: string, seconds: number, body: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
};

export type AreaOf = (areaKey: string) => { code: string; name: string };

export const webhookBody = (notice: NoticeRow, areaOf: AreaOf, publicUrl: string): string =>
  JSON.stringify({
    type: notice.type,
    timestamp: new Date(notice.at).toISOString(),
    idempotencyKey: notice.id,
    data: {
      subjectId: notice.subjectId,
      area: areaOf(notice.areaKey),
      urgent: isUrgent(notice.type),
      title: notice.title,
      body: notice.body,
      url: new URL(notice.path, publicUrl).href,
    },
  });

const resultOf = (status: number): SendResult => {
  if (status >= 200 && status < 300) return { ok: true };
  // 410 is how a receiver says that it wants no more (Standard Webhooks); all else may be mended over there.
  return { ok: false, next: status === 410 ? 'gone' : 'later', fault: `http-${status}` };
};

export const createWebhookSender =
  (deps: {
    client: OutboundClient;
    areaOf: AreaOf;
    publicUrl: string;
    clock: Pick<Clock, 'now'>;
  }): NoticeSenders['webhook'] =>
  async ({ url }, secrets, notice) => {
    const { client, areaOf, publicUrl, clock } = deps;
    const body = webhookBody(notice, areaOf, publicUrl);
    const seconds = Math.floor(clock.now() / 1_000);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': notice.id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': secrets.map((secret) => signWebhook(secret, notice.id, seconds, body)).join(' '),
    };
    const answer = await client.post(new URL(url), headers, body);
    return answer.ok ? resultOf(answer.status) : { ok: false, next: 'later', fault: answer.fault };
  };
