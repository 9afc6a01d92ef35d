import { readFileSync } from 'node:fs';

/** Passwords that are guessed first, of twelve characters and more; in lower case, without spaces. */
export const loadCommonPasswords = (): ReadonlySet<string> => {
  const text = readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8');
  return new Set(text.split('\n').filter((line) => line !== ''));
};
