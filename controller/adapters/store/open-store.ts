import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import { type Actor, systemActor } from '../../app/ports/actor.ts';
import type { Log } from '../../app/ports/runtime.ts';
import type { Store } from '../../app/ports/store.ts';
import { createStore } from './create-store.ts';
import { guardDialect } from './guarded-dialect.ts';
import type { SqlDialect } from './json-rows.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

/** What the audit trail says beside each change; the wall clock and the controller itself unless given. */
export type Trailing = Readonly<{ now: () => number; actor: () => Actor }>;

/** A store on any database that speaks one of the two dialects, its schema brought up to date. */
export const openStore = async (
  options: { dialect: Dialect; sql: SqlDialect; log: Log } & Partial<Trailing>,
): Promise<Store> => {
  const db = new Kysely<Database>({
    dialect: guardDialect(options.dialect),
    plugins: [new CamelCasePlugin()],
  });
  try {
    const migrations = await migrate(db, options.sql);
    if (migrations.length > 0) options.log.info({ migrations }, 'Database schema brought up to date');
    const { sql, now = Date.now, actor = () => systemActor } = options;
    return createStore({ db, dialect: sql, now, actor });
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
