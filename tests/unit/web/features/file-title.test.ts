import { describe, expect, it } from 'vitest';
import { titleFromFile } from '../../../../web/src/features/bulletins/file-title.ts';

describe('a title from a file name', () => {
  it('reads separators as spaces and drops the extension', () => {
    expect(titleFromFile('lịch_cắt-điện__ngày mai.MP3')).toBe('Lịch cắt điện ngày mai');
  });

  it('keeps dots that are no extension', () => {
    expect(titleFromFile('Thông báo 22.11.2026.wav')).toBe('Thông báo 22.11.2026');
  });

  it('composes names that come decomposed from a Mac', () => {
    expect(titleFromFile('Đoan Hùng.m4a'.normalize('NFD'))).toBe('Đoan Hùng');
  });

  it('stays within what a title may have', () => {
    expect(titleFromFile(`${'a'.repeat(400)}.mp3`)).toHaveLength(200);
  });
});
