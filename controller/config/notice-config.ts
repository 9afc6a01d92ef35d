import { z } from 'zod';
import { type Allowed, readAllowed } from '../adapters/outbound/address-guard.ts';

const allowed = z
  .string()
  .default('')
  .transform((text, context): readonly Allowed[] => {
    const read = readAllowed(text);
    if (read.ok) return read.value;
    context.addIssue(`“${read.entry}” is neither a network such as 10.20.0.0/16 nor a host name`);
    return z.NEVER;
  });

/** Variables about notices and about what this server may reach. */
export const noticeVariables = {
  /** `outbox`: nothing is sent; what would be can be read on the page. */
  NOTICES: z.enum(['send', 'outbox']).default('send'),
  /**
   * Networks and hosts inside the province that webhooks may reach, separated by commas:
   * `10.20.1.5, 10.30.0.0/16, sms.phutho.example`; with `http://` before one, without TLS.
   */
  OUTBOUND_ALLOWED: allowed,
  /** `smtps://user@mail.example.vn` or `smtp://…:587` with STARTTLS; without it no e-mail is sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_FROM: z.string().max(300).optional(),
  /** Holds the password of the user in `SMTP_URL`. */
  SMTP_PASSWORD_FILE: z.string().optional(),
};

export type NoticeConfig = Readonly<{
  mode: 'real' | 'outbox';
  allowed: readonly Allowed[];
  mail: Readonly<{ url: string; from: string; passwordFile: string | null }> | null;
}>;

type Values = z.output<z.ZodObject<typeof noticeVariables>>;

export const noticeConfigOf = (value: Values): NoticeConfig =>
  Object.freeze({
    mode: value.NOTICES === 'outbox' ? 'outbox' : 'real',
    allowed: value.OUTBOUND_ALLOWED,
    mail:
      value.SMTP_URL === undefined
        ? null
        : Object.freeze({
            url: value.SMTP_URL,
            from: value.SMTP_FROM ?? `truyen-thanh@${new URL(value.SMTP_URL).hostname}`,
            passwordFile: value.SMTP_PASSWORD_FILE ?? null,
          }),
  });
