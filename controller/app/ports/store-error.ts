/**
 * - `Store_Full`: the disk, or the limit set for the database, has no room. Nothing of the step was written.
 * - `Store_Busy`: the database stayed locked for longer than a step may wait.
 * - `Store_Conflict`: a row with that key, or that unique name, exists.
 * - `Store_Reference`: a row names another one that does not exist.
 * - `Store_BadCursor`: a page's cursor was not made by this store.
 * - `Store_Failed`: anything else, reading or writing; `cause` is the driver's error.
 */
type StoreErrorCode =
  | 'Store_Full'
  | 'Store_Busy'
  | 'Store_Conflict'
  | 'Store_Reference'
  | 'Store_BadCursor'
  | 'Store_Failed';

/** What a `Store` throws: whatever the code, the step it came from left nothing half written. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
