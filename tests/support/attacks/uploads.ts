import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { createAudioFixtures } from '../audio-fixtures.ts';
import { chirp, wavOf } from '../chirp.ts';
import { listen } from '../listen.ts';
import { waitUntil } from '../wait-until.ts';
import { type Attack, at, verdictIn } from './attack.ts';
import type { AttackField } from './attack-field.ts';

type Part = readonly [name: string, value: string | Uint8Array, fileName?: string];
const formOf = (parts: readonly Part[]): FormData => {
  const form = new FormData();
  for (const [name, value, fileName] of parts)
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value)]), fileName ?? 'sound.mp3');
  return form;
};
const post = async (
  { send }: AttackField,
  body: NonNullable<RequestInit['body']>,
  headers = {},
): Promise<string> => verdictIn(await send('/bulletins', { method: 'POST', body, headers }));

const title: Part = ['title', 'Lịch cắt điện'];
const form =
  (...parts: readonly Part[]) =>
  (field: AttackField) =>
    post(field, formOf(parts));

const boundary = 'truyenthanh';
const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };
const byHand =
  (body: string, headers: Record<string, string> = multipart) =>
  (field: AttackField) =>
    post(field, body, headers);
const many = (count: number, part: (n: number) => string): string =>
  `${Array.from({ length: count }, (_, n) => `--${boundary}\r\n${part(n)}\r\n`).join('')}--${boundary}--\r\n`;

const sound = (): Uint8Array => wavOf(chirp(1));
/** Forms that are more than one file and its title. */
export const forms: readonly Attack[] = [
  ['two files', '400 Upload_SeveralFiles', form(title, ['file', sound()], ['file', sound()])],
  [
    'a thousand fields',
    '400 Upload_FieldsTooLarge',
    byHand(many(1_000, (n) => `content-disposition: form-data; name="f${n}"\r\n\r\nx`)),
  ],
  [
    'a field of a megabyte',
    '400 Upload_FieldsTooLarge',
    form(['title', 'x'.repeat(1_000_000)], ['file', sound()]),
  ],
  [
    'a part with headers without end',
    '400 Upload_Malformed',
    byHand(
      many(1, () => `${'x-a: b\r\n'.repeat(5_000)}content-disposition: form-data; name="title"\r\n\r\nx`),
    ),
  ],
  [
    'a form within a form',
    '400 Upload_NoFile',
    byHand(
      many(
        1,
        () =>
          `content-type: multipart/mixed; boundary=b\r\ncontent-disposition: form-data; name="title"\r\n\r\n--b--`,
      ),
    ),
  ],
  [
    'a form without its end',
    '400 Upload_Malformed',
    byHand(`--${boundary}\r\ncontent-disposition: form-data; name="title"\r\n\r\nx`),
  ],
  [
    'a boundary without end',
    '400 Upload_Malformed',
    byHand('x', { 'content-type': `multipart/form-data; boundary=${'b'.repeat(7_000)}` }),
  ],
  [
    'members that a form should not have',
    '400 Request_Invalid',
    form(title, ['approval', 'approved'], ['isDemo', 'true'], ['file', sound()]),
  ],
  [
    'the same field twice, the second one for another area',
    '404 Area_Unknown',
    form(title, ['areaCode', '25'], ['areaCode', '99'], ['file', sound()]),
  ],
  [
    'a packed body of JSON',
    '400 Request_Unreadable',
    async ({ send }) => {
      const body = new Uint8Array(await promisify(gzip)(Buffer.from('{"areaCode":"07888","name":"x"}')));
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      return verdictIn(await send('/clusters', { method: 'POST', headers, body }));
    },
  ],
  [
    'a file called like a key of the server',
    'a bulletin, and no other file',
    async (field) => {
      const answer = await post(field, formOf([title, ['file', sound(), '../../keys/root.jwk.json']]));
      const key = await readFile(`${field.composed.dataDir}/keys/root.jwk.json`, 'utf8').catch(() => '{}');
      return answer.startsWith('202') && key.startsWith('{') ? 'a bulletin, and no other file' : answer;
    },
  ],
];

const bulletin = z.looseObject({
  id: z.string(),
  audio: z.looseObject({
    state: z.string(),
    fault: z.looseObject({ code: z.string() }).nullable(),
    asset: z.looseObject({ durationMs: z.number() }).nullable(),
  }),
});
/** What comes of the sound: refused at once, or when it was listened to. */
const heard = async (field: AttackField, bytes: Uint8Array): Promise<string> => {
  const answer = await field.send('/bulletins', { method: 'POST', body: formOf([title, ['file', bytes]]) });
  if (answer.status !== 202) return verdictIn(answer);
  const { id } = bulletin.parse(JSON.parse(answer.text));
  const { audio } = await waitUntil(
    'the sound to be judged',
    async () => {
      const now = bulletin.parse(JSON.parse((await field.send(`/bulletins/${id}`)).text));
      return ['ready', 'failed'].includes(now.audio.state) ? now : null;
    },
    { deadlineMs: 40_000 },
  );
  return audio.fault?.code ?? `${audio.state}, ${Math.round((audio.asset?.durationMs ?? 0) / 1_000)} s`;
};

const text = (content: string) => (field: AttackField) => heard(field, new TextEncoder().encode(content));
/** A playlist that would make the decoder ask a server; tells whether it did. */
const asking =
  (playlist: (address: string) => string) =>
  async (field: AttackField): Promise<string> => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end();
    });
    const address = await listen(server);
    const answer = await heard(field, new TextEncoder().encode(playlist(address)));
    server.close();
    return asked === 0 ? answer : `asked ${asked} times`;
  };
const made =
  (...args: string[]) =>
  async (field: AttackField): Promise<string> => {
    const fixtures = await createAudioFixtures();
    try {
      const name = args.at(-1) ?? '';
      return await heard(field, await readFile(await fixtures.make(name, ...args.slice(0, -1))));
    } finally {
      fixtures.remove();
    }
  };
const header = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

const unreadable = '422 Audio_Unreadable';
/** Files that are to make the decoder do something else, or too much. The longest sound here is a minute. */
export const decoderBombs: readonly Attack[] = [
  [
    'a hundred kilobytes that last five hours',
    '413 Audio_TooLong',
    made('-f', 'lavfi', '-i', 'aevalsrc=0.5:s=8000:d=18000', 'hours.flac'),
  ],
  [
    'hours in a stream that does not say how long it is',
    '413 Audio_TooLong',
    made('-f', 'lavfi', '-i', 'sine=d=1800:r=8000', '-ac', '1', '-b:a', '8k', 'hours.mp3'),
  ],
  [
    'an HLS playlist that names a server',
    unreadable,
    asking((url) => `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n${url}/a.ts\n#EXT-X-ENDLIST\n`),
  ],
  [
    'an HLS playlist that names a file of the server',
    unreadable,
    text('#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
  ],
  ['a playlist of files', unreadable, text("ffconcat version 1.0\nfile '/etc/passwd'\n")],
  [
    'a description of a stream',
    unreadable,
    text('v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n'),
  ],
  [
    'a DASH manifest that names a server',
    unreadable,
    asking(
      (url) =>
        `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation><BaseURL>${url}/a</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ),
  ],
  [
    'XML that names files',
    unreadable,
    text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  ],
  [
    'a WAV that promises two gigabytes',
    'ready, 2 s',
    (field) => {
      const wav = wavOf(chirp(2));
      wav.writeUInt32LE(0xff_ff_ff_00, 4);
      wav.writeUInt32LE(0x7f_ff_ff_00, 40);
      return heard(field, wav);
    },
  ],
  [
    'a WAV of 65,535 channels',
    unreadable,
    (field) => {
      const wav = wavOf(chirp(1));
      wav.writeUInt16LE(65_535, 22);
      return heard(field, wav);
    },
  ],
  [
    'a FLAC that is nothing but its head',
    unreadable,
    (field) => heard(field, header('fLaC', [0x80, 0xff, 0xff, 0xff], Array(2_000).fill(0xff))),
  ],
  [
    'an MP4 whose box is larger than the world',
    '422 Audio_Truncated',
    (field) => heard(field, header([0, 0, 0, 1], 'ftyp', Array(8).fill(0xff), Array(2_000).fill(0))),
  ],
  [
    'an Ogg of nothing but pages',
    unreadable,
    (field) => heard(field, header(...Array(500).fill('OggS\0\x02'))),
  ],
  [
    'a tag that promises a picture of a gigabyte',
    unreadable,
    (field) => heard(field, header('ID3', [4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f], Array(5_000).fill(0))),
  ],
  [
    'a picture of a hundred megapixels',
    unreadable,
    made('-f', 'lavfi', '-i', 'color=s=10000x10000:d=0.04', '-frames:v', '1', 'picture.png'),
  ],
  ['a zip', unreadable, (field) => heard(field, header('PK\x03\x04', Array(5_000).fill(7)))],
];

/** A JSON body too large for anybody. */
export const bodies: readonly Attack[] = [
  [
    'two megabytes of JSON',
    '413 Request_TooLarge',
    at('/api/v1/clusters', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `"${'x'.repeat(2_000_000)}"`,
    }),
  ],
];
