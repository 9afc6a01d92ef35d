import { z } from 'zod';
import { aBulletin } from '../store-contract/sample-rows.ts';
import { type Attack, verdictIn } from './attack.ts';
import type { AttackField } from './attack-field.ts';

const page = z.looseObject({
  items: z.array(z.looseObject({ id: z.string() })),
  next: z.string().nullable(),
});

/** Two communes, each with bulletins of its own. */
const communes = (field: AttackField): { here: string; there: string } => {
  const { areas } = field.composed.directory;
  const [here, there] = areas.atLevel('commune');
  return { here: here?.key ?? '', there: there?.key ?? '' };
};
const viewerOf = ({ composed }: AttackField, areaKey: string): Promise<string> =>
  composed.cookieOf('viewer', areaKey);
const putBulletins = async (field: AttackField, areaKey: string, prefix: string): Promise<void> => {
  for (let n = 0; n < 6; n += 1)
    await field.composed.store.bulletins.put(
      aBulletin({ id: `bul_${prefix}${n}`, title: `${prefix} 100%`, areaKey, createdAt: Date.now() + n }),
    );
};

const draftSound = async (field: AttackField, cookie: string): Promise<string> => {
  const { store, dataDir } = field.composed;
  const { there } = communes(field);
  const sha256 = 'd'.repeat(64);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(`${dataDir}/assets/${sha256}.mp3`, Buffer.alloc(1_000));
  await store.bulletins.put(
    aBulletin({ id: 'bul_draft', areaKey: there, approval: 'draft', audioState: 'ready', sha256 }),
  );
  const answer = await fetch(`${field.url}/media/${sha256}.mp3`, { headers: { cookie } });
  return `${verdictIn({ status: answer.status, text: await answer.text() })} ${answer.headers.get('cache-control')}`;
};

/** Who is signed in, and wants what is not his. */
export const foreigners: readonly Attack[] = [
  [
    'a cursor of somebody who reads more',
    'his own alone',
    async (field) => {
      const { here, there } = communes(field);
      await putBulletins(field, there, 'there');
      await putBulletins(field, here, 'here');
      const cursors: string[] = [];
      for (let next: string | null = ''; next !== null && cursors.length < 12; ) {
        const answer = await field.send(`/bulletins?limit=1${next && `&cursor=${next}`}`);
        next = page.parse(JSON.parse(answer.text)).next;
        if (next) cursors.push(next);
      }
      const cookie = await viewerOf(field, here);
      const seen: string[] = [];
      for (const cursor of cursors) {
        const { text } = await field.send(`/bulletins?cursor=${cursor}`, { headers: { cookie } });
        seen.push(...page.parse(JSON.parse(text)).items.map(({ id }) => id));
      }
      return cursors.length > 5 && seen.length > 5 && seen.every((id) => id.startsWith('bul_here'))
        ? 'his own alone'
        : seen.join();
    },
  ],
  [
    'a cursor made by hand',
    '400 Request_Invalid',
    async ({ send }) => {
      const forged = [['a'], { a: 1 }, '1e999', [null, null], [1, { $gt: '' }], ['x'.repeat(50), 'y']];
      const said = new Set<string>();
      for (const cursor of forged) {
        const encoded = Buffer.from(JSON.stringify(cursor)).toString('base64url');
        for (const path of [
          '/bulletins',
          '/playbacks',
          '/incidents',
          '/announcements',
          '/inbox',
          '/dispatches',
        ])
          said.add(verdictIn(await send(`${path}?cursor=${encoded}`)));
      }
      return [...said].join();
    },
  ],
  [
    'signs of a pattern in a search',
    'only what has them in its name',
    async (field) => {
      const { here } = communes(field);
      await putBulletins(field, here, 'here');
      const found = async (text: string): Promise<number> => {
        const { text: body } = await field.send(`/bulletins?limit=200&search=${encodeURIComponent(text)}`);
        return page.parse(JSON.parse(body)).items.length;
      };
      const [percent, underscore, backslash] = [await found('100%'), await found('h_re'), await found('\\')];
      return percent >= 6 && (await found('1%0')) === 0 && underscore === 0 && backslash === 0
        ? 'only what has them in its name'
        : `${percent} ${underscore} ${backslash}`;
    },
  ],
  ['audio of a draft without signing in', '404 Request_NoSuchPath null', (field) => draftSound(field, '')],
  [
    'audio of a draft of another commune',
    '404 Request_NoSuchPath null',
    async (field) => draftSound(field, await viewerOf(field, communes(field).here)),
  ],
  [
    'audio of a draft by a shared cache, after somebody who may',
    '200 private, no-cache',
    async (field) => draftSound(field, await viewerOf(field, communes(field).there)),
  ],
  [
    "a bulletin of another commune in one's own session",
    '404 Bulletin_Unknown',
    async (field) => {
      const { areas } = field.composed.directory;
      const { here, there } = communes(field);
      await field.composed.store.bulletins.put(
        aBulletin({ id: 'bul_foreign', areaKey: there, approval: 'approved' }),
      );
      const code = areas.get(here)?.code ?? '';
      const body = JSON.stringify({
        ...{ title: 'Buổi trưa', areaCode: code, targets: [{ areaCode: code }], durationMs: 600_000 },
        ...{ startsLocal: '2027-05-05T12:00:00', bulletinIds: ['bul_foreign'] },
      });
      const cookie = await field.composed.cookieOf('editor', here);
      return verdictIn(
        await field.send('/sessions', {
          method: 'POST',
          body,
          headers: { cookie, 'content-type': 'application/json' },
        }),
      );
    },
  ],
  [
    'streams of events without end',
    'twenty, the newest ones',
    async (field) => {
      const cookie = await viewerOf(field, communes(field).here);
      const streams: { ended: boolean; stop: () => Promise<void> }[] = [];
      for (let n = 0; n < 30; n += 1) {
        const { body } = await fetch(`${field.url}/api/v1/events`, { headers: { cookie } });
        const reader = body?.getReader();
        const one = { ended: false, stop: async () => reader?.cancel() };
        const drain = async (): Promise<void> => {
          while (!(await reader?.read())?.done);
          one.ended = true;
        };
        drain().catch(() => {
          one.ended = true;
        });
        streams.push(one);
      }
      const { waitUntil } = await import('../wait-until.ts');
      await waitUntil(
        'the older ones to end',
        () => streams.slice(0, 10).every(({ ended }) => ended) || null,
      );
      const left = streams.filter(({ ended }) => !ended).length;
      for (const one of streams) await one.stop();
      return left === 20 ? 'twenty, the newest ones' : `${left} streams`;
    },
  ],
];
