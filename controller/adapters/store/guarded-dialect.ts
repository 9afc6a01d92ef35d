import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  Driver,
  QueryCompiler,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import { StoreError } from '../../app/ports/store-error.ts';
import { toStoreError } from './to-store-error.ts';

const coded = async <T>(step: () => Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    throw toStoreError(error);
  }
};

/** A connection for the length of one loan. */
class GuardedConnection implements DatabaseConnection {
  readonly lent: DatabaseConnection;
  failure: unknown = null;
  isReturned = false;

  constructor(lent: DatabaseConnection) {
    this.lent = lent;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.isReturned) throw new StoreError('Store_Failed', 'This transaction has ended.');
    try {
      return await this.lent.executeQuery<R>(query);
    } catch (error) {
      this.failure ??= toStoreError(error);
      throw toStoreError(error);
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.lent.streamQuery<R>(query, chunkSize);
  }
}

const lentBy = (connection: DatabaseConnection): DatabaseConnection =>
  connection instanceof GuardedConnection ? connection.lent : connection;

class GuardedDriver implements Driver {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  init(): Promise<void> {
    return coded(() => this.#driver.init());
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return coded(async () => new GuardedConnection(await this.#driver.acquireConnection()));
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return coded(() => this.#driver.beginTransaction(lentBy(connection), settings));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    // PostgreSQL answers a commit after a failed statement by rolling back without an error.
    if (connection instanceof GuardedConnection && connection.failure !== null) throw connection.failure;
    await coded(() => this.#driver.commitTransaction(lentBy(connection)));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return coded(() => this.#driver.rollbackTransaction(lentBy(connection)));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof GuardedConnection) connection.isReturned = true;
    await coded(() => this.#driver.releaseConnection(lentBy(connection)));
  }

  destroy(): Promise<void> {
    return coded(() => this.#driver.destroy());
  }
}

/**
 * The dialect with the store's promises about failure: every error carries a code; a transaction in which a
 * statement failed cannot commit; one that has ended cannot be used, least of all inside the next one.
 */
export const guardDialect = (dialect: Dialect): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createDriver: () => new GuardedDriver(dialect.createDriver()),
  createIntrospector: (db) => dialect.createIntrospector(db),
  createQueryCompiler: (): QueryCompiler => dialect.createQueryCompiler(),
});
