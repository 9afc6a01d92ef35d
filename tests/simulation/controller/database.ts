import BetterSqlite from 'better-sqlite3';
import { openStore } from '../../../controller/adapters/store/open-store.ts';
import { createSqliteDialect } from '../../../controller/adapters/store/sqlite-dialect.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { silentLog } from '../../support/silent-log.ts';

type Row = Readonly<Record<string, unknown>>;

/** The controller's disk: the real database, in memory. It outlives the processes that open it. */
export type SimDatabase = Readonly<{
  open: () => Promise<Store>;
  /** A backup: every byte as of now. */
  copy: () => Buffer;
  /** The backup takes the place of everything. */
  restore: (copy: Buffer) => void;
  /** For invariants, past all code of the controller. */
  rows: (sql: string, ...given: readonly unknown[]) => Row[];
}>;

export const createSimDatabase = (): SimDatabase => {
  let database = new BetterSqlite(':memory:');
  return {
    open: () => openStore({ dialect: createSqliteDialect(database), sql: 'sqlite', log: silentLog }),
    copy: () => database.serialize(),
    restore: (copy) => {
      database = new BetterSqlite(Buffer.from(copy));
    },
    rows: (sql, ...given) => database.prepare<unknown[], Row>(sql).all(...given),
  };
};
