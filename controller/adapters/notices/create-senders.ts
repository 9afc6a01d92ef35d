import type { NoticeSenders, SendingSetup } from '../../app/ports/notice-senders.ts';
import type { Clock } from '../../app/ports/runtime.ts';
import type { AddressGuard } from '../outbound/address-guard.ts';
import { createOutboundClient } from '../outbound/outbound-client.ts';
import { createEmailSender, type MailSetup } from './email-sender.ts';
import type { PushKeys } from './push-keys.ts';
import { createPushSender } from './push-sender.ts';
import { type AreaOf, createWebhookSender } from './webhook-sender.ts';

const timeoutMs = 10_000;

/** The ways out of here as they are set up. */
export const createSenders = (deps: {
  mode: SendingSetup['mode'];
  mail: MailSetup | null;
  guard: AddressGuard;
  keys: PushKeys;
  publicUrl: string;
  areaOf: AreaOf;
  clock: Pick<Clock, 'now'>;
}): { senders: NoticeSenders; setup: SendingSetup } => {
  const { mode, mail, guard, keys, publicUrl, areaOf, clock } = deps;
  const client = createOutboundClient({ guard, timeoutMs });
  const contact = publicUrl.startsWith('https://')
    ? publicUrl
    : `mailto:${addressOf(mail?.from) ?? 'root@localhost'}`;
  return {
    senders: {
      push: createPushSender({ client, keys, contact }),
      email: mail
        ? createEmailSender({ setup: mail, publicUrl })
        : async () => ({ ok: false, next: 'later', fault: 'smtp-off' }),
      webhook: createWebhookSender({ client, areaOf, publicUrl, clock }),
    },
    // What is only shown needs no mail server.
    setup: {
      mode,
      channels: { push: true, email: mail !== null || mode === 'outbox', webhook: true },
      pushKey: keys.publicKey,
    },
  };
};

const addressOf = (from: string | undefined): string | undefined =>
  from === undefined ? undefined : (/<([^>]+)>/.exec(from)?.[1] ?? from);
