import { chirp, wavOf } from '../chirp.ts';
import { askByHand, headOf } from '../raw-http.ts';
import type { BadInput, BadInputField } from './field.ts';

const sound = wavOf(chirp(1));
const boundary = 'formboundary';
const type = `multipart/form-data; boundary=${boundary}`;

type Part = { name: string; file?: string; content: string | Uint8Array };
const file = (content: string | Uint8Array, name = 'ban-tin.mp3'): Part => ({
  name: 'file',
  file: name,
  content,
});
const title: Part = { name: 'title', content: 'Lịch cắt điện' };

const formOf = (parts: readonly Part[]): FormData => {
  const form = new FormData();
  for (const { name, file: fileName, content } of parts) {
    if (fileName === undefined) form.append(name, String(content));
    else
      form.append(
        name,
        new Blob([typeof content === 'string' ? content : new Uint8Array(content)]),
        fileName,
      );
  }
  return form;
};
const upload =
  (...parts: Part[]) =>
  ({ api }: BadInputField) =>
    api.fetch('/api/v1/bulletins', { method: 'POST', body: formOf(parts) });
const field = (name: string, content: string) =>
  upload(
    { ...title, content: name === 'title' ? content : 'x' },
    ...(name === 'title' ? [] : [{ name, content }]),
    file(sound),
  );
const raw =
  (body: NonNullable<RequestInit['body']>, headers: Record<string, string>) =>
  ({ api }: BadInputField) =>
    api.fetch('/api/v1/bulletins', { method: 'POST', body, headers, duplex: 'half' });
const halfForm = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n\r\nabc`;
const titlePart = `--${boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\nx\r\n`;
const wholeForm = `${titlePart}${halfForm}\r\n--${boundary}--\r\n`;

const invalid = [400, 'Request_Invalid'] as const;

export const badUploads: readonly BadInput[] = [
  [
    'text under the name of sound',
    upload(title, file('Đây không phải là âm thanh.'.repeat(100))),
    422,
    'Audio_Unreadable',
  ],
  [
    'a page',
    upload(title, file('<!doctype html><script>alert(1)</script>', 'a.html')),
    422,
    'Audio_Unreadable',
  ],
  [
    'a playlist of files of the server',
    upload(title, file('#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n', 'a.m3u8')),
    422,
    'Audio_Unreadable',
  ],
  ['nothing under the name of sound', upload(title, file('')), 422, 'Audio_Empty'],
  [
    'text that wants to be elsewhere',
    upload(title, file('x'.repeat(1000), '../../../keys/root.json')),
    422,
    'Audio_Unreadable',
  ],
  ['sound beyond the limit', upload(title, file(wavOf(chirp(61)))), 413, 'Audio_TooLong'],
  ['two files', upload(title, file(sound), file(sound)), 400, 'Upload_SeveralFiles'],
  ['no file', upload(title), 400, 'Upload_NoFile'],
  ['a file as text', upload(title, { name: 'file', content: 'abc' }), 400, 'Upload_NoFile'],
  ['a title without end', field('title', 'x'.repeat(20_000)), 400, 'Upload_FieldsTooLarge'],
  [
    '31 fields',
    upload(...Array.from({ length: 31 }, (_, n) => ({ name: `f${n}`, content: 'x' })), file(sound)),
    400,
    'Upload_FieldsTooLarge',
  ],
  ['no title', upload(file(sound)), ...invalid],
  ['a title of blanks', field('title', '  '), ...invalid],
  ['a title with a zero byte', field('title', 'a\0b'), ...invalid],
  ['a field nobody knows', field('approval', 'approved'), ...invalid],
  ['a field called __proto__', field('__proto__', 'x'), ...invalid],
  ['a class of its own', field('class', 'urgent'), ...invalid],
  ['a language that is none', field('language', 'Tiếng Việt'), ...invalid],
  ['an area that is none', field('areaCode', 'Cao Xá'), ...invalid],
  ['an area that does not exist', field('areaCode', '99'), 404, 'Area_Unknown'],
  ['JSON', raw('{"title":"x"}', { 'content-type': 'application/json' }), 415, 'Upload_NotMultipart'],
  [
    'sound without a form',
    raw(new Blob([new Uint8Array(sound)]), { 'content-type': 'audio/wav' }),
    415,
    'Upload_NotMultipart',
  ],
  [
    'a form without a boundary',
    raw('abc', { 'content-type': 'multipart/form-data' }),
    415,
    'Upload_NotMultipart',
  ],
  ['a form without its end', raw(halfForm, { 'content-type': type }), 400, 'Upload_Malformed'],
  [
    'text under the name of sound, in chunks',
    raw(new Blob([wholeForm]).stream(), { 'content-type': type }),
    422,
    'Audio_Unreadable',
  ],
  [
    '300 megabytes, as announced',
    ({ controller, api }) =>
      askByHand(
        controller.url,
        headOf('POST /api/v1/bulletins', {
          cookie: api.cookie,
          'content-type': type,
          'content-length': '300000000',
        }),
      ),
    413,
    'Upload_TooLarge',
  ],
];

/** The beginning of an upload that promises more than it sends. */
export const halfUpload = ({ api }: BadInputField): Buffer =>
  Buffer.concat([
    Buffer.from(
      headOf('POST /api/v1/bulletins', {
        cookie: api.cookie,
        'content-type': type,
        'content-length': '1000000',
      }),
    ),
    Buffer.from(halfForm),
    Buffer.alloc(100_000),
  ]);
