import { askByHand, headOf } from '../raw-http.ts';
import { type Attack, at, verdictIn } from './attack.ts';
import type { AttackField } from './attack-field.ts';

const nowhere = '404 Request_NoSuchPath';
/** As no browser and no client would send it: the path is not tidied up on the way. */
const raw =
  (path: string) =>
  async ({ url, administrator }: AttackField): Promise<string> => {
    const answer = await askByHand(
      url,
      headOf(`GET ${path}`, { cookie: administrator, host: new URL(url).host }),
    );
    const text = await answer.text();
    if (/root:|SQLite format|PRIVATE|"d":/.test(text)) return `gave away ${text.slice(0, 100)}`;
    return text.startsWith('<!doctype html>') ? 'the page' : verdictIn({ status: answer.status, text });
  };

const sha = 'a'.repeat(64);
/** Files of the server by way of an address. */
export const traversals: readonly Attack[] = [
  ['the database beside the audio', nowhere, raw('/media/../truyenthanh.db')],
  ['the database, encoded', nowhere, raw('/media/..%2ftruyenthanh.db')],
  ['the database, encoded twice', nowhere, raw('/media/%252e%252e%252ftruyenthanh.db')],
  ['keys by way of a name that looks like audio', nowhere, raw(`/media/../keys/${sha}.mp3`)],
  ['audio whose name goes on after a zero byte', nowhere, raw(`/media/${sha}.mp3%00.db`)],
  ['audio in capitals, as another file', nowhere, raw(`/media/${'A'.repeat(64)}.mp3`)],
  ['the list of all audio', nowhere, raw('/media/')],
  ['a file above the page', nowhere, raw('/assets/../../package.json')],
  ['a file above the page, encoded', nowhere, raw('/assets/..%2f..%2f..%2fpackage.json')],
  ['a file above the page, other slashes', '400 Request_Unreadable', raw('/assets/..\\..\\package.json')],
  ['passwords by way of the page', 'the page', raw('/..%2f..%2f..%2f..%2fetc/passwd')],
  ['passwords by an address of another server', 'the page', raw('//etc/passwd')],
  ['a hidden file of the page', nowhere, raw('/.env.local')],
  ['the sources of the page', nowhere, raw('/assets/main.js.map')],
];

const ranges =
  (range: string) =>
  async (field: AttackField): Promise<string> => {
    const { store, dataDir } = field.composed;
    const { writeFile } = await import('node:fs/promises');
    await store.announcements.putClip({ source: 'attack', sha256: sha, createdAt: 0 });
    await writeFile(`${dataDir}/assets/${sha}.mp3`, Buffer.alloc(100_000));
    return at(`/media/${sha}.mp3`, { headers: { range } })(field);
  };
/** A small request for a large answer. */
export const amplifications: readonly Attack[] = [
  [
    'a thousand ranges of one file',
    '416 Media_RangeNotSatisfiable',
    ranges(`bytes=${Array.from({ length: 1_000 }, (_, n) => `${n * 2}-${n * 2}`)}`),
  ],
  ['ranges over each other', '416 Media_RangeNotSatisfiable', ranges('bytes=0-,0-,0-,0-,0-')],
  ['ranges behind the end', '416 Media_RangeNotSatisfiable', ranges('bytes=999999999-')],
  ['a range of a list', '200', at('/api/v1/areas', { headers: { range: 'bytes=0-0,0-0,0-0' } })],
  [
    'five hundred entity tags',
    '200',
    at('/', { headers: { 'if-none-match': Array.from({ length: 500 }, (_, n) => `"${n}"`).join(', ') } }),
  ],
  ['a page of a million clusters', '400 Request_Invalid', at('/api/v1/clusters?limit=1000000')],
  [
    'a schedule of a hundred years',
    '422 Schedule_SpanTooLong',
    at('/api/v1/schedule?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z'),
  ],
  [
    'a filter of fifteen thousand letters',
    '400 Request_Invalid',
    at(`/api/v1/bulletins?search=${'x'.repeat(15_000)}`),
  ],
];
