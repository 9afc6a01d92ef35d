import { type Kysely, Migrator } from 'kysely';
import { StoreError } from '../../app/ports/store-error.ts';
import type { SqlDialect } from './json-rows.ts';
import * as initial from './migrations/0001-initial.ts';
import * as announcements from './migrations/0002-announcements.ts';
import * as communeDecisions from './migrations/0003-commune-decisions.ts';
import * as incidents from './migrations/0004-incidents.ts';
import * as grants from './migrations/0005-grants.ts';
import { createAuditMigration } from './migrations/0006-audit.ts';
import * as people from './migrations/0007-people.ts';
import * as approval from './migrations/0008-approval.ts';
import * as devices from './migrations/0009-devices.ts';
import * as notices from './migrations/0011-notices.ts';
import type { Database } from './schema.ts';

/** In this order for ever: what has run somewhere is never changed, only followed by another. */
const migrationsFor = (dialect: SqlDialect) => ({
  '0001-initial': initial,
  '0002-announcements': announcements,
  '0003-commune-decisions': communeDecisions,
  '0004-incidents': incidents,
  '0005-grants': grants,
  '0006-audit': createAuditMigration(dialect),
  '0007-people': people,
  '0008-approval': approval,
  '0009-devices': devices,
  '0011-notices': notices,
});

/** Brings the schema up to date in one transaction; returns the names of the migrations that ran. */
export const migrate = async (db: Kysely<Database>, dialect: SqlDialect): Promise<string[]> => {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(dialect) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new StoreError(
      'Store_Failed',
      'The database could not be brought to the form this version needs. A newer version may have used it.',
      error,
    );
  }
  return (results ?? []).map((result) => result.migrationName);
};
