import webPush from 'web-push';
import type { NoticeSenders, SendResult } from '../../app/ports/notice-senders.ts';
import type { NoticeRow } from '../../app/ports/store/notices.ts';
import { isUrgent } from '../../domain/notice.ts';
import type { OutboundClient } from '../outbound/outbound-client.ts';
import type { PushKeys } from './push-keys.ts';

const hourSeconds = 60 * 60;
/** Push services take 4,096 bytes (RFC 8030, 7.2), and Vietnamese letters are two or three. */
const longestBody = 300;

const short = (text: string): string =>
  text.length > longestBody ? `${text.slice(0, longestBody - 1)}…` : text;

/** What the service worker of the page shows. */
export const pushPayload = (notice: NoticeRow): string =>
  JSON.stringify({
    id: notice.id,
    vi: { title: short(notice.title.vi), body: short(notice.body.vi) },
    en: { title: short(notice.title.en), body: short(notice.body.en) },
    path: notice.path,
    at: notice.at,
    urgent: isUrgent(notice.type),
  });

const resultOf = (status: number): SendResult => {
  if (status >= 200 && status < 300) return { ok: true };
  const fault = `http-${status}`;
  // The browser's owner took the permission back, or the browser is no more (RFC 8030, 7.3).
  if (status === 404 || status === 410) return { ok: false, next: 'gone', fault };
  return { ok: false, next: status === 429 || status >= 500 ? 'later' : 'never', fault };
};

export const createPushSender =
  (deps: {
    client: OutboundClient;
    keys: PushKeys;
    /** Whom a push service may ask about this server: `https:` or `mailto:` (RFC 8292, 2.1). */
    contact: string;
  }): NoticeSenders['push'] =>
  async ({ endpoint, p256dh, auth }, notice) => {
    const { client, keys, contact } = deps;
    const details = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      pushPayload(notice),
      {
        vapidDetails: { subject: contact, ...keys },
        // What is urgent now is history in an hour.
        TTL: isUrgent(notice.type) ? hourSeconds : 24 * hourSeconds,
        urgency: isUrgent(notice.type) ? 'high' : 'normal',
      },
    );
    const answer = await client.post(new URL(endpoint), headersOf(details.headers), details.body);
    return answer.ok ? resultOf(answer.status) : { ok: false, next: 'later', fault: answer.fault };
  };

const headersOf = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
