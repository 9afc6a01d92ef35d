import { sql } from 'kysely';
import { z } from 'zod';
import type { BulletinRow, BulletinStore } from '../../app/ports/store/bulletins.ts';
import { normaliseName } from '../../domain/area-name.ts';
import { insertRows } from './insert-rows.ts';
import { decodeCursor, toPage } from './page-cursor.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const bulletins: Table<'bulletins'> = {
  name: 'bulletins',
  key: ['id'],
  columns: {
    id: 'text',
    title: 'text',
    titleKey: 'text',
    class: 'text',
    language: 'text',
    areaKey: 'text',
    approval: 'text',
    audioState: 'text',
    incomingFile: 'text',
    faultCode: 'text',
    faultVi: 'text',
    faultEn: 'text',
    sha256: 'text',
    createdBy: 'text',
    createdAt: 'bigint',
    isDemo: 'boolean',
    revision: 'bigint',
    submitter: 'text',
    approvedAt: 'bigint',
    airsFrom: 'bigint',
  },
};

const position = z.tuple([z.int(), z.string()]);

const toBulletin = ({ titleKey: _, ...row }: Database['bulletins']): BulletinRow => ({
  ...row,
  isDemo: row.isDemo === 1,
});

/** Text to find anywhere in a title: what LIKE would read as a pattern is escaped. */
const containing = (text: string): string => `%${normaliseName(text).replace(/[\\%_]/g, '\\$&')}%`;

export const createBulletins = (context: StoreContext): BulletinStore => {
  const { db, json } = context;
  const many: BulletinStore['many'] = async (ids) => {
    const rows = await db
      .selectFrom('bulletins')
      .selectAll()
      .where('id', 'in', json.texts(ids))
      .orderBy('id')
      .execute();
    return rows.map(toBulletin);
  };
  return {
    get: async (id) => (await many([id]))[0] ?? null,
    many,
    page: async ({ areaKeys, approvals, search, cursor, limit }) => {
      let query = db
        .selectFrom('bulletins')
        .selectAll()
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (areaKeys !== null) query = query.where('areaKey', 'in', json.texts(areaKeys));
      if (approvals !== undefined) query = query.where('approval', 'in', json.texts(approvals));
      if (search !== null)
        query = query.where(sql<boolean>`title_key like ${containing(search)} escape '\\'`);
      if (cursor !== null) {
        const [createdAt, id] = decodeCursor(cursor, position);
        query = query.where(sql<boolean>`(created_at, id) < (${createdAt}, ${id})`);
      }
      const rows = await query.execute();
      return toPage(rows.map(toBulletin), limit, (row) => [row.createdAt, row.id]);
    },
    withAudioState: async (states) => {
      const rows = await db
        .selectFrom('bulletins')
        .selectAll()
        .where('audioState', 'in', json.texts(states))
        .orderBy('createdAt')
        .orderBy('id')
        .execute();
      return rows.map(toBulletin);
    },
    emergencyClips: async () => {
      const rows = await db
        .selectFrom('bulletins')
        .selectAll()
        // A literal, not a parameter: only then is the index of emergencies used.
        .where(sql<boolean>`class = 'emergency'`)
        .orderBy('title')
        .orderBy('id')
        .execute();
      // Not in the statement: the index of audio states would be chosen, and nearly every bulletin is ready.
      return rows
        .map(toBulletin)
        .filter(({ approval, audioState }) => approval === 'approved' && audioState === 'ready');
    },
    countSubmitted: async (areaKeys) => {
      let query = db
        .selectFrom('bulletins')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        // A literal, not a parameter: only then is the index of what was submitted used.
        .where(sql<boolean>`approval = 'submitted'`);
      if (areaKeys !== null) query = query.where('areaKey', 'in', json.texts(areaKeys));
      return Number((await query.executeTakeFirstOrThrow()).count);
    },
    put: (bulletin) =>
      insertRows(context, bulletins, [{ ...bulletin, titleKey: normaliseName(bulletin.title) }], {}),
  };
};
