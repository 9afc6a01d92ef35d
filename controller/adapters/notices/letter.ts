import type { NoticeRow } from '../../app/ports/store/notices.ts';

export type Letter = Readonly<{ subject: string; text: string; html: string }>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** One line whatever was typed: a line break in a subject would begin another header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

const longestSubject = 150;

/** A notice as a letter: Vietnamese, the English below; plain text, and the same as plain HTML. */
export const letterOf = (notice: Pick<NoticeRow, 'title' | 'body' | 'path'>, publicUrl: string): Letter => {
  const url = new URL(notice.path, publicUrl).href;
  const { title, body } = notice;
  return {
    subject: `[Truyền thanh] ${oneLine(title.vi)}`.slice(0, longestSubject),
    text: [title.vi, body.vi, url, '--', title.en, body.en].join('\r\n\r\n'),
    html: `<!doctype html><html lang="vi"><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.5">
<h1 style="font-size:18px">${escaped(title.vi)}</h1><p>${escaped(body.vi)}</p>
<p><a href="${escaped(url)}">Mở trong Truyền thanh</a></p>
<hr><p lang="en" style="color:#555"><b>${escaped(title.en)}</b><br>${escaped(body.en)}</p></body></html>`,
  };
};
