import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../controller/adapters/store/open-store.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createSqliteDialect } from '../../controller/adapters/store/sqlite-dialect.ts';
import { silentLog } from '../support/silent-log.ts';
import { aPlayback, names } from '../support/store-contract/sample-rows.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-faults-'));
  path = join(folder, 'data', 'controller.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openSqliteStore({ path, log: silentLog });
const everything = {
  areaKeys: null,
  from: null,
  to: null,
  outcomes: null,
  itemId: null,
  sessionId: null,
  clusterId: null,
};
const manyRows = names('dev', 20_000).map((deviceId) => aPlayback({ deviceId }));

describe('a full disk', () => {
  const openNearlyFull = async () => {
    const database = new BetterSqlite(':memory:');
    const store = await openStore({ dialect: createSqliteDialect(database), sql: 'sqlite', log: silentLog });
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages + 100}`);
    return store;
  };

  it('refuses what does not fit, whole, and keeps working', async () => {
    const store = await openNearlyFull();
    await expect(store.playbacks.insert(manyRows)).rejects.toMatchObject({ code: 'Store_Full' });
    expect((await store.playbacks.page(everything, null, 10)).items).toEqual([]);
    await store.playbacks.insert(manyRows.slice(0, 10));
    expect((await store.playbacks.page(everything, null, 100)).items).toHaveLength(10);
    await store.close();
  });

  it('undoes the whole transaction in which it occurs, even when the error is caught', async () => {
    const store = await openNearlyFull();
    const work = store.transaction(async (tx) => {
      await tx.settings.put('before', 'x');
      await tx.playbacks.insert(manyRows).catch(() => {});
      await tx.settings.put('after', 'x').catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: 'Store_Full' });
    expect(await store.settings.get('before')).toBeNull();
    expect(await store.settings.get('after')).toBeNull();
    await store.settings.put('later', 'x');
    expect(await store.settings.get('later')).toBe('x');
    await store.close();
  });
});

describe('a damaged file', () => {
  it('is refused with a code when it is no database', async () => {
    path = join(folder, 'controller.db');
    writeFileSync(path, 'this is a shopping list, not a database. '.repeat(200));
    await expect(open()).rejects.toMatchObject({ name: 'StoreError', code: 'Store_Failed' });
  });

  it('is refused with a code when it is a folder', async () => {
    path = folder;
    await expect(open()).rejects.toMatchObject({ name: 'StoreError', code: 'Store_Failed' });
  });

  it('gives an error with a code, not wrong rows, when its pages are rubbish', async () => {
    const store = await open();
    await store.playbacks.insert(manyRows.slice(0, 1_000));
    await store.close();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(400_000, 0xa5), 0, 400_000, 8_192);
    closeSync(file);
    const damaged = open().then((reopened) => reopened.playbacks.page(everything, null, 10));
    await expect(damaged).rejects.toMatchObject({ name: 'StoreError', code: 'Store_Failed' });
  });
});

describe('reopening', () => {
  it('creates the folder, and finds everything again', async () => {
    const first = await open();
    await first.settings.put('name', 'Phú Thọ');
    await first.close();
    const second = await open();
    expect(await second.settings.get('name')).toBe('Phú Thọ');
    await second.close();
  });

  it('refuses a database that a newer version has changed', async () => {
    await (await open()).close();
    const database = new BetterSqlite(path);
    database.prepare(`insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`).run();
    database.close();
    await expect(open()).rejects.toMatchObject({
      code: 'Store_Failed',
      message: expect.stringContaining('newer'),
    });
  });

  it('lets other programs read beside an open transaction, of which they see nothing', async () => {
    const store = await open();
    const reader = new BetterSqlite(path, { readonly: true });
    expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
    const count = await store.transaction(async (tx) => {
      await tx.settings.put('a', 'x');
      return reader.prepare('select count(*) as n from settings').get();
    });
    expect(count).toEqual({ n: 0 });
    reader.close();
    await store.close();
  });
});

describe('contention', () => {
  it('turns a transaction that waits for itself into an error, and undoes it', async () => {
    const database = new BetterSqlite(':memory:');
    const store = await openStore({
      dialect: createSqliteDialect(database, 30),
      sql: 'sqlite',
      log: silentLog,
    });
    const work = store.transaction(async (tx) => {
      await tx.settings.put('a', 'x');
      await store.settings.put('b', 'x');
    });
    await expect(work).rejects.toMatchObject({ code: 'Store_Busy' });
    expect(await store.settings.get('a')).toBeNull();
    expect(await store.settings.get('b')).toBeNull();
    await store.close();
  });

  it('says that another program holds the database', async () => {
    const database = new BetterSqlite(join(folder, 'shared.db'));
    database.pragma('journal_mode = WAL');
    database.pragma('busy_timeout = 1');
    const store = await openStore({ dialect: createSqliteDialect(database), sql: 'sqlite', log: silentLog });
    const other = new BetterSqlite(join(folder, 'shared.db'));
    other.exec('begin immediate');
    await expect(store.settings.put('a', 'x')).rejects.toMatchObject({ code: 'Store_Busy' });
    await expect(store.policies.replace('a', [])).rejects.toMatchObject({ code: 'Store_Busy' });
    other.exec('rollback');
    other.close();
    await store.settings.put('a', 'x');
    expect(await store.settings.get('a')).toBe('x');
    await store.close();
  });
});
