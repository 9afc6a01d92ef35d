import type { Kysely } from 'kysely';
import type { Actor } from '../../app/ports/actor.ts';
import { type AuditTrail, createAuditTrail } from './audit-trail.ts';
import type { Connection } from './connection.ts';
import { createJsonRows, type SqlDialect } from './json-rows.ts';
import type { Database } from './schema.ts';

/** What each part of the store works with: the database, or the transaction it has joined. */
export type StoreContext = Connection &
  Readonly<{
    /** Runs several statements as one step, in the transaction that is open or in one of its own. */
    atomic: <T>(work: (context: JoinedContext) => Promise<T>) => Promise<T>;
  }>;

/** Within a transaction. */
export type JoinedContext = StoreContext & Readonly<{ trail: AuditTrail }>;

/**
 * A transaction within a transaction joins it. Should the inner one fail, the outer one cannot commit, even if
 * the failure is caught in between: half of a step must not outlive it. What changed in it enters the audit trail
 * as its last step.
 */
export const createStoreContext = (deps: {
  db: Kysely<Database>;
  dialect: SqlDialect;
  now: () => number;
  actor: () => Actor;
}): StoreContext => {
  const { db, dialect } = deps;
  const json = createJsonRows(dialect);
  return {
    db,
    dialect,
    json,
    atomic: (work) =>
      db.transaction().execute(async (transaction) => {
        const failures: unknown[] = [];
        const joined: JoinedContext = {
          db: transaction,
          dialect,
          json,
          trail: createAuditTrail(deps),
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
        await joined.trail.append(joined);
        return result;
      }),
  };
};
