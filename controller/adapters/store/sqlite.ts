import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import type { Log } from '../../app/ports/runtime.ts';
import type { Store } from '../../app/ports/store.ts';
import { openStore, type Trailing } from './open-store.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { toStoreError } from './to-store-error.ts';

/**
 * FULL: a commit is on the disk before anything that follows from it leaves the process.
 * The timeout is for other programs on the file, such as a backup.
 */
const configure = (database: BetterSqlite.Database): void => {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // Seldom: the commit that moves the log into the database takes ten times as long as others.
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('busy_timeout = 5000');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -65536');
  database.pragma('temp_store = MEMORY');
  database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
};

/** Opens or creates the database file; `:memory:` for one that is gone when closed. */
export const openSqliteStore = async (
  options: { path: string; log: Log } & Partial<Trailing>,
): Promise<Store> => {
  const log = options.log.child({ component: 'store' });
  let database: BetterSqlite.Database | null = null;
  try {
    if (options.path !== ':memory:') mkdirSync(dirname(options.path), { recursive: true });
    database = new BetterSqlite(options.path);
    configure(database);
    return await openStore({ ...options, dialect: createSqliteDialect(database), sql: 'sqlite', log });
  } catch (error) {
    database?.close();
    throw toStoreError(error);
  }
};
