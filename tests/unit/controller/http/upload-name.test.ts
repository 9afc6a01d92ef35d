import { describe, expect, it } from 'vitest';
import { originalName } from '../../../../controller/http/upload-name.ts';

describe('originalName', () => {
  it.each([
    ['bản tin sáng.mp3', 'bản tin sáng.mp3'],
    ['bản tin.mp3'.normalize('NFD'), 'bản tin.mp3'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\Users\\Lan\\a.wav', 'a.wav'],
    ['a\u0000b\r\n.mp3', 'ab.mp3'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['..', 'audio'],
    ['.', 'audio'],
    ['folder/', 'audio'],
    ['   ', 'audio'],
    ['', 'audio'],
    [undefined, 'audio'],
  ])('shows %j as %j', (given, shown) => {
    expect(originalName(given)).toBe(shown);
  });

  it('cuts a name of unreasonable length, between characters', () => {
    expect(originalName('𝄞'.repeat(500))).toBe('𝄞'.repeat(200));
  });
});
