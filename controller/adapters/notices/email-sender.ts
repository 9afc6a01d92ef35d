import nodemailer from 'nodemailer';
import type { NoticeSenders, SendResult } from '../../app/ports/notice-senders.ts';
import { letterOf } from './letter.ts';

export type MailSetup = Readonly<{
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS, which is not optional but on this very machine. */
  isSecure: boolean;
  isLoopback: boolean;
  user: string | null;
  password: string | null;
  from: string;
}>;

const timeoutMs = 15_000;

/** The mail server is the operator's own, so its word is worth a look; of its text nothing is kept. */
const resultOf = (error: unknown): SendResult => {
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EAUTH') return { ok: false, next: 'later', fault: 'smtp-auth' };
  if (code === 'ETLS') return { ok: false, next: 'later', fault: 'smtp-tls' };
  // 5xx is for good (RFC 5321, 4.2.1): no such mailbox, or a letter that it will not have.
  if (status >= 500) return { ok: false, next: 'never', fault: `smtp-${status}` };
  return { ok: false, next: 'later', fault: Number.isNaN(status) ? 'unreachable' : `smtp-${status}` };
};

export const createEmailSender = (deps: {
  setup: MailSetup;
  publicUrl: string;
  /** Certificates trusted besides the usual ones. */
  ca?: string;
}): NoticeSenders['email'] => {
  const { setup, publicUrl, ca } = deps;
  const transport = nodemailer.createTransport({
    host: setup.host,
    port: setup.port,
    secure: setup.isSecure,
    requireTLS: !setup.isLoopback && !setup.isSecure,
    ...(setup.user === null ? {} : { auth: { user: setup.user, pass: setup.password ?? '' } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A letter is made of what people typed: nothing in it may be taken for a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^@>\s]+)>?\s*$/.exec(setup.from)?.[1] ?? setup.host;
  return async (address, notice) => {
    try {
      await transport.sendMail({
        ...letterOf(notice, publicUrl),
        from: setup.from,
        to: { name: '', address },
        // The same when it is sent again after a crash, so that mail systems can drop the second (RFC 5322, 3.6.4).
        messageId: `<${notice.id}@${domain}>`,
        headers: { 'auto-submitted': 'auto-generated' },
      });
      return { ok: true };
    } catch (error) {
      return resultOf(error);
    }
  };
};
