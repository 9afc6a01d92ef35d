import { stringify } from 'csv-stringify/sync';

export type CsvCell = string | number | null;

/**
 * Rows as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe in front, whoever wrote
 * it: every table that leaves the controller is made here. `isBeginning` puts a byte order mark in front, without
 * which Excel garbles Vietnamese.
 */
export const csvText = (
  rows: readonly (readonly CsvCell[])[],
  { isBeginning }: Readonly<{ isBeginning: boolean }>,
): string =>
  stringify(
    rows.map((row) => [...row]),
    { bom: isBeginning, escape_formulas: true, record_delimiter: 'windows' },
  );
