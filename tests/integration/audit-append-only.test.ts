import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createPgliteStores } from '../support/pglite-store.ts';
import { silentLog } from '../support/silent-log.ts';

/** What neither a slip of ours nor a hurried administrator may do. */
const changes = [
  `update audit set actor_name = 'somebody else' where seq = 2`,
  `delete from audit where seq = 2`,
  `delete from audit`,
  `update audit_checkpoints set hash = ''`,
  `delete from audit_checkpoints`,
];
const onSqlite = [
  `insert or replace into audit select seq, at, actor_kind, 'somebody else', actor_address, action, subject,
    subject_id, area_key, "before", "after", prev_hash, hash from audit where seq = 2`,
];
const onPostgres = [`truncate audit`];

const fill = async (store: Store): Promise<void> => {
  for (const subjectId of ['a', 'b', 'c'])
    await store.audit.note({ action: 'sign-in', subject: 'users', subjectId, areaKey: null });
  await store.audit.putCheckpoint({ seq: 3, hash: 'x', at: 1, jws: 'x.y.z' });
};

const asFilled = async (store: Store): Promise<void> => {
  expect((await store.audit.following(0, 10)).map(({ subjectId }) => subjectId)).toEqual(['a', 'b', 'c']);
  expect((await store.audit.following(0, 10)).map(({ actorName }) => actorName)).toEqual(
    Array(3).fill('truyenthanh'),
  );
  expect(await store.audit.lastCheckpoint()).toEqual({ seq: 3, hash: 'x', at: 1, jws: 'x.y.z' });
};

describe('the audit trail on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const path = join(folder, 'truyenthanh.db');
  let store: Store;
  let database: BetterSqlite.Database;
  beforeAll(async () => {
    store = await openSqliteStore({ path, log: silentLog });
    await fill(store);
    database = new BetterSqlite(path);
  });
  afterAll(async () => {
    database.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it.each([...changes, ...onSqlite])('is not changed by %j', async (statement) => {
    expect(() => database.exec(statement)).toThrow('only ever appended to');
    await asFilled(store);
  });
});

describe('the audit trail on PostgreSQL', () => {
  let stores: Awaited<ReturnType<typeof createPgliteStores>>;
  let store: Store;
  beforeAll(async () => {
    stores = await createPgliteStores();
    store = await stores.open();
    await fill(store);
  });
  afterAll(() => stores.close());

  it.each([...changes, ...onPostgres])('is not changed by %j', async (statement) => {
    await expect(stores.run(statement)).rejects.toThrow('only ever appended to');
    await asFilled(store);
  });
});
