import type { Fault } from './fault.ts';

/** NIST SP 800-63B-4, 3.1.1.2, asks for 15 where nothing else protects an account and 8 where a code does; between them. */
export const shortestPassword = 12;
export const longestPassword = 256;

const tooShort: Fault = {
  code: 'Password_TooShort',
  vi: `Mật khẩu phải có ít nhất ${shortestPassword} ký tự. Một câu ngắn dễ nhớ là tốt nhất.`,
  en: `A password needs at least ${shortestPassword} characters. A short sentence is best.`,
};
const tooLong: Fault = {
  code: 'Password_TooLong',
  vi: `Mật khẩu dài nhất là ${longestPassword} ký tự.`,
  en: `A password has at most ${longestPassword} characters.`,
};
const common: Fault = {
  code: 'Password_Common',
  vi: 'Mật khẩu này quá phổ biến nên dễ bị đoán. Hãy chọn một câu khác.',
  en: 'This password is so common that it is guessed first. Choose another one.',
};
const isName: Fault = {
  code: 'Password_IsName',
  vi: 'Mật khẩu không được là tên đăng nhập hay họ tên.',
  en: 'A password must not be the user name or the name.',
};

/** One text whichever keyboard wrote it: Vietnamese letters have several codings (NFKC, SP 800-63B-4, 3.1.1.2). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** The same few letters again and again: `abcabcabcabc`. */
const isRepetition = (text: string): boolean => /^(.{1,4})\1+$/u.test(text);

const sequences = ['0123456789012345678901234567890', 'abcdefghijklmnopqrstuvwxyz'];
const isSequence = (text: string): boolean =>
  sequences.some((sequence) => sequence.includes(text) || [...sequence].reverse().join('').includes(text));

/** Why a password may not be chosen, or null. No rules of composition: they make passwords alike, not strong. */
export const passwordFault = (
  password: string,
  who: Readonly<{ username: string; displayName: string }>,
  /** In lower case, without spaces. */
  commonPasswords: ReadonlySet<string>,
): Fault | null => {
  const length = [...normalPassword(password)].length;
  if (length < shortestPassword) return tooShort;
  if (length > longestPassword) return tooLong;
  const text = plain(password);
  if (text === plain(who.username) || text === plain(who.displayName)) return isName;
  return commonPasswords.has(text) || isRepetition(text) || isSequence(text) ? common : null;
};
