import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { StoreError } from '../../app/ports/store-error.ts';

const STATEMENTS_KEPT = 256;

type Waiter = { grant: () => void; timer: NodeJS.Timeout };

/**
 * One connection, lent to one flow at a time in the order of asking. Against Kysely's own driver it keeps
 * prepared statements, takes the write lock when a transaction begins (a later upgrade could fail), survives
 * SQLite's own rollback after a full disk, and turns a transaction that waits for itself into an error.
 */
export class SqliteDriver implements Driver {
  readonly #database: Database;
  readonly #connection: SqliteConnection;
  readonly #maxWaitMs: number;
  readonly #waiters = new Set<Waiter>();
  #lent = false;

  constructor(database: Database, maxWaitMs: number) {
    this.#database = database;
    this.#connection = new SqliteConnection(database);
    this.#maxWaitMs = maxWaitMs;
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#lent) {
      this.#lent = true;
      return Promise.resolve(this.#connection);
    }
    return new Promise((resolve, reject) => {
      const expire = () => {
        this.#waiters.delete(waiter);
        reject(
          new StoreError(
            'Store_Busy',
            'The database was held by another step for too long. A step within a transaction must use the store that the transaction hands it.',
          ),
        );
      };
      const waiter: Waiter = {
        grant: () => resolve(this.#connection),
        timer: setTimeout(expire, this.#maxWaitMs),
      };
      this.#waiters.add(waiter);
    });
  }

  async releaseConnection(): Promise<void> {
    const [next] = this.#waiters;
    if (next === undefined) {
      this.#lent = false;
      return;
    }
    this.#waiters.delete(next);
    clearTimeout(next.timer);
    next.grant();
  }

  async beginTransaction(): Promise<void> {
    this.#connection.run('begin immediate');
  }

  async commitTransaction(): Promise<void> {
    this.#connection.run('commit');
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite has already rolled back by itself after some faults, such as a full disk.
    if (this.#database.inTransaction) this.#connection.run('rollback');
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement<unknown[], never>>();

  constructor(database: Database) {
    this.#database = database;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters) };
    return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) };
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new StoreError('Store_Failed', 'The store reads pages, not streams.');
  }

  run(sql: string): void {
    this.#prepare(sql).run();
  }

  /** `never`: what a statement returns is known to its caller alone. */
  #prepare(sql: string): Statement<unknown[], never> {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare<unknown[], never>(sql);
    this.#statements.set(sql, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > STATEMENTS_KEPT && oldest !== undefined) this.#statements.delete(oldest);
    return statement;
  }
}
