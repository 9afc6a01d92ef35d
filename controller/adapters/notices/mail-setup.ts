import { readFile } from 'node:fs/promises';
import { isLoopback } from '../../domain/loopback.ts';
import type { MailSetup } from './email-sender.ts';

/** Where mail goes, out of its URL; the password from its file, or from the URL where people wrote it there. */
export const openMailSetup = async (mail: {
  url: string;
  from: string;
  passwordFile: string | null;
}): Promise<MailSetup> => {
  const url = new URL(mail.url);
  const isSecure = url.protocol === 'smtps:';
  const written = url.password === '' ? null : decodeURIComponent(url.password);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    isSecure,
    isLoopback: isLoopback(host),
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: mail.passwordFile === null ? written : (await readFile(mail.passwordFile, 'utf8')).trim(),
    from: mail.from,
  };
};
