import type { DeliveryChannel } from './store/deliveries.ts';
import type { PushEndpointRow, WebhookRow } from './store/notice-settings.ts';
import type { NoticeRow } from './store/notices.ts';

/**
 * What became of one attempt. `later`: the way is down or overloaded, try again. `never`: the other side will not
 * have this one. `gone`: whom it was for is not there any more. The fault is one word for people; what the other
 * side said is not repeated, for it may be a machine that nobody here should be able to question.
 */
export type SendResult = { ok: true } | { ok: false; next: 'later' | 'never' | 'gone'; fault: string };

export type NoticeSenders = Readonly<{
  push: (endpoint: PushEndpointRow, notice: NoticeRow) => Promise<SendResult>;
  email: (address: string, notice: NoticeRow) => Promise<SendResult>;
  webhook: (
    webhook: Pick<WebhookRow, 'id' | 'url'>,
    /** The newest first. */
    secrets: readonly string[],
    notice: NoticeRow,
  ) => Promise<SendResult>;
}>;

/** What is set up here. `outbox`: nothing leaves, and all can be read on the page. */
export type SendingSetup = Readonly<{
  mode: 'real' | 'outbox';
  channels: Readonly<Record<DeliveryChannel, boolean>>;
  /** The server's key for Web Push, as browsers take it (RFC 8292); null without Web Push. */
  pushKey: string | null;
}>;
