import { readFile } from 'node:fs/promises';
import type { MailSetup } from './email-sender.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Where mail goes, out of its URL; the password from its file, or from the URL where people wrote it there. */
export const openMailSetup = async (mail: {
  url: string;
  from: string;
  passwordFile: string | null;
}): Promise<MailSetup> => {
  const url = new URL(mail.url);
  const isSecure = url.protocol === 'smtps:';
  const written = url.password === '' ? null : decodeURIComponent(url.password);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    isSecure,
    isLoopback: loopback.test(url.hostname),
    user: url.username === '' ? null : decodeURIComponent(url.username),
    password: mail.passwordFile === null ? written : (await readFile(mail.passwordFile, 'utf8')).trim(),
    from: mail.from,
  };
};
