import { describe, expect, it } from 'vitest';
import { loadCommonPasswords } from '../../../../controller/data/load-common-passwords.ts';
import { passwordFault } from '../../../../controller/domain/password.ts';

const common = loadCommonPasswords();
const who = { username: 'hoa.caoxa.phutho', displayName: 'Nguyễn Thị Hòa' };
const codeOf = (password: string): string | null => passwordFault(password, who, common)?.code ?? null;

describe('a password', () => {
  it.each([
    ['mười một ký', 'Password_TooShort'],
    ['            ', 'Password_Common'],
    ['x'.repeat(257), 'Password_TooLong'],
    ['matkhau123456', 'Password_Common'],
    ['MatKhau123456', 'Password_Common'],
    ['qwerty 123456', 'Password_Common'],
    ['abcabcabcabcabc', 'Password_Common'],
    ['987654321098', 'Password_Common'],
    ['Hoa.CaoXa.PhuTho', 'Password_IsName'],
    ['nguyễn thị hòa', 'Password_IsName'],
    ['nguyễn thị hòa'.normalize('NFD'), 'Password_IsName'],
  ])('%j is refused as %s', (password, code) => {
    expect(codeOf(password)).toBe(code);
  });

  it.each(['con trâu đi trước', 'aaaa bbbb cccc', 'hôm nay trời đẹp', 'ỏỏỏ ỏỏ ỏ ỏỏ ỏỏỏ!', 'kX9$vQ2!pL7z'])(
    '%j may be chosen: nothing is asked of its composition',
    (password) => {
      expect(codeOf(password)).toBeNull();
    },
  );

  it('is measured in characters as people count them', () => {
    expect(codeOf('ă'.normalize('NFD').repeat(7))).toBe('Password_TooShort');
  });
});

describe('the shipped common passwords', () => {
  it('are all long enough to be chosen, in lower case and without spaces', () => {
    expect(common.size).toBeGreaterThan(300);
    for (const password of common) {
      expect([...password].length).toBeGreaterThanOrEqual(12);
      expect(password).toBe(password.toLowerCase().replace(/\s/g, ''));
    }
  });
});
