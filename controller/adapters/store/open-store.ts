import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import type { Log } from '../../app/ports/runtime.ts';
import type { Store } from '../../app/ports/store.ts';
import { createStore } from './create-store.ts';
import { guardDialect } from './guarded-dialect.ts';
import type { SqlDialect } from './json-rows.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

/** A store on any database that speaks one of the two dialects, its schema brought up to date. */
export const openStore = async (options: { dialect: Dialect; sql: SqlDialect; log: Log }): Promise<Store> => {
  const db = new Kysely<Database>({
    dialect: guardDialect(options.dialect),
    plugins: [new CamelCasePlugin()],
  });
  try {
    const migrations = await migrate(db);
    if (migrations.length > 0) options.log.info({ migrations }, 'Database schema brought up to date');
    return createStore(db, options.sql);
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
