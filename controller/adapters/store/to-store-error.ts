import { StoreError } from '../../app/ports/store-error.ts';

/** SQLite's result codes by name, and PostgreSQL's SQLSTATE. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const toStoreError = (error: unknown): StoreError => {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  switch (code) {
    case 'SQLITE_FULL':
    case '53100':
      return new StoreError(
        'Store_Full',
        'The disk is full: nothing was saved. Free some space and try again.',
        error,
      );
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case '23505':
      return new StoreError('Store_Conflict', 'There is already a record of that name or id.', error);
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
    case '23503':
      return new StoreError('Store_Reference', 'The record names another one that does not exist.', error);
  }
  if (code.startsWith('SQLITE_BUSY') || code === '55P03') {
    return new StoreError('Store_Busy', 'Another program is holding the database.', error);
  }
  return new StoreError(
    'Store_Failed',
    'The database could not read or write. See its error in the log.',
    error,
  );
};
