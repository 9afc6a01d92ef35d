import type { Kysely } from 'kysely';
import type { JsonRows } from './json-rows.ts';
import type { Database } from './schema.ts';

/** What each part of the store works with: the database, or the transaction it has joined. */
export type StoreContext = Readonly<{
  db: Kysely<Database>;
  json: JsonRows;
  /** Runs several statements as one step, in the transaction that is open or in one of its own. */
  atomic: <T>(work: (context: StoreContext) => Promise<T>) => Promise<T>;
}>;

/**
 * A transaction within a transaction joins it. Should the inner one fail, the outer one cannot commit, even if
 * the failure is caught in between: half of a step must not outlive it.
 */
export const createStoreContext = (db: Kysely<Database>, json: JsonRows): StoreContext => ({
  db,
  json,
  atomic: (work) =>
    db.transaction().execute(async (transaction) => {
      const failures: unknown[] = [];
      const joined: StoreContext = {
        db: transaction,
        json,
        atomic: async (inner) => {
          try {
            return await inner(joined);
          } catch (failure) {
            failures.push(failure);
            throw failure;
          }
        },
      };
      const result = await work(joined);
      if (failures.length > 0) throw failures[0];
      return result;
    }),
});
