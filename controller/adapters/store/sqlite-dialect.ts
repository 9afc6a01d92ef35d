import type { Database } from 'better-sqlite3';
import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { SqliteDriver } from './sqlite-driver.ts';

/** Longer than any step may hold the database; only a step that waits for itself gets there. */
const MAX_WAIT_MS = 30_000;

class TransactionalSqliteAdapter extends SqliteAdapter {
  /** SQLite does roll schema changes back, so a migration that was cut short leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export const createSqliteDialect = (database: Database, maxWaitMs = MAX_WAIT_MS): Dialect => ({
  createAdapter: () => new TransactionalSqliteAdapter(),
  createDriver: () => new SqliteDriver(database, maxWaitMs),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
