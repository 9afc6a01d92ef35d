import { sql } from 'kysely';
import type { DocumentRow, DocumentStore } from '../../app/ports/store/documents.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const documents: Table<'documents'> = {
  name: 'documents',
  key: ['topic'],
  columns: {
    topic: 'text',
    jws: 'text',
    version: 'bigint',
    issuedAt: 'bigint',
    expiresAt: 'bigint',
    published: 'boolean',
  },
};

const toDocument = (row: Database['documents']): DocumentRow => ({ ...row, published: row.published === 1 });

export const createDocuments = (context: StoreContext): DocumentStore => {
  const { db, json } = context;
  return {
    get: async (topic) => {
      const row = await db.selectFrom('documents').selectAll().where('topic', '=', topic).executeTakeFirst();
      return row === undefined ? null : toDocument(row);
    },
    all: async () =>
      (await db.selectFrom('documents').selectAll().orderBy('topic').execute()).map(toDocument),
    put: (rows) =>
      insertRows(
        context,
        documents,
        lastByKey(rows, (row) => row.topic).map((row) => ({ ...row, published: false })),
        {},
      ),
    markPublished: async (versions) => {
      const pairs = json.rows(versions.map(({ topic, version }) => [topic, version]));
      await sql`
        update documents set published = 1
        where (topic, version) in (select value->>0, cast(value->>1 as bigint) from ${pairs})
      `.execute(db);
    },
  };
};
