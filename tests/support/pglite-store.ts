import { PGlite } from '@electric-sql/pglite';
import {
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { openStore, type Trailing } from '../../controller/adapters/store/open-store.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { silentLog } from './silent-log.ts';

const commandOf = (command: string | undefined): PostgresQueryResult<unknown>['command'] => {
  switch (command) {
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
      return command;
    default:
      return 'SELECT';
  }
};

/** A pool of the one connection that PGlite has, lent in the order of asking. */
const createPool = (database: PGlite): PostgresPool => {
  let previous: Promise<void> = Promise.resolve();

  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(
    sql: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof sql !== 'string') throw new Error('PGlite has no cursors.');
    return database.query<R>(sql, [...parameters]).then((result) => ({
      command: commandOf(result.command),
      rowCount: result.rowCount ?? 0,
      rows: result.rows,
    }));
  }

  return {
    connect: () =>
      new Promise<PostgresPoolClient>((lend) => {
        const turn = previous;
        previous = new Promise((release) => {
          void turn.then(() => lend({ query, release }));
        });
      }),
    end: async () => {},
  };
};

/** PostgreSQL in the process. Each `open` gives an empty store: the one before is wiped. */
export const createPgliteStores = async (): Promise<{
  open: (trailing?: Partial<Trailing>) => Promise<Store>;
  /** Past all code of the store. */
  run: (statement: string) => Promise<unknown>;
  close: () => Promise<void>;
}> => {
  const database = await PGlite.create({ parsers: { 20: Number } });
  return {
    open: async (trailing = {}) => {
      await database.exec('drop schema public cascade; create schema public;');
      const dialect = new PostgresDialect({ pool: createPool(database) });
      return openStore({ dialect, sql: 'postgres', log: silentLog, ...trailing });
    },
    run: (statement) => database.exec(statement),
    close: () => database.close(),
  };
};
