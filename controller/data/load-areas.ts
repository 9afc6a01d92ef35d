import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AREA_LEVELS, AREA_TYPES, type Area, areaKeyOf } from '../domain/area.ts';
import { normaliseName } from '../domain/area-name.ts';
import { createAreaTree } from '../domain/area-tree.ts';
import type { PublishedFigure } from '../domain/published-figure.ts';
import { type StationRecord, TECHNOLOGIES } from '../domain/station.ts';
import { isLocalDate } from '../domain/vietnam-date.ts';

/** A shipped file, or one of its shape, that cannot be used. The message names file, line and column. */
export class DataFileError extends Error {
  readonly code = 'Data_FileInvalid';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataFileError';
  }
}

const localDate = z.string().refine(isLocalDate, 'not a date YYYY-MM-DD');
const openDate = z.union([z.literal('').transform(() => null), localDate]);
const nfcText = z
  .string()
  .min(1)
  .refine((text) => text === text.normalize('NFC').trim(), 'not NFC, or with spaces around');
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const areaRow = z
  .strictObject({
    key: z.string(),
    code: z.string().regex(/^\d{2}$|^\d{3}$|^\d{5}$/),
    level: z.enum(AREA_LEVELS),
    type: z.enum(AREA_TYPES),
    name: nfcText,
    parent_key: z.string().transform((key) => (key === '' ? null : key)),
    valid_from: localDate,
    valid_to: openDate,
  })
  .refine((row) => row.key === areaKeyOf(row.code, row.valid_from), {
    path: ['key'],
    message: 'not code and valid_from',
  })
  .transform(
    (row): Area => ({
      key: row.key,
      code: row.code,
      level: row.level,
      type: row.type,
      name: row.name,
      nameKey: normaliseName(row.name),
      parentKey: row.parent_key,
      validFrom: row.valid_from,
      validTo: row.valid_to,
    }),
  );

const stationRow = z
  .strictObject({
    area_key: z.string().min(1),
    technology: z.enum(TECHNOLOGIES),
    valid_from: localDate,
    document: nfcText,
  })
  .transform(
    (row): StationRecord => ({
      areaKey: row.area_key,
      technology: row.technology,
      validFrom: row.valid_from,
      document: row.document,
      isDemo: false,
    }),
  );

const figureRow = z
  .strictObject({
    area_key: z.string().min(1),
    date: localDate,
    count: wholeNumber,
    total: wholeNumber,
    document: nfcText,
  })
  .refine((row) => row.count <= row.total, { path: ['count'], message: 'more than the total' })
  .transform(
    (row): PublishedFigure => ({
      areaKey: row.area_key,
      date: row.date,
      count: row.count,
      total: row.total,
      document: row.document,
    }),
  );

/** Areas from CSV text with the columns of `areas.csv`. Parents must be among them. */
export const parseAreas = (csv: string, file = 'areas.csv'): Area[] => {
  const areas = parseRows(csv, file, areaRow);
  const firstDay = areas.map(({ validFrom }) => validFrom).sort()[0];
  if (firstDay === undefined) throw new DataFileError(`${file} holds no area.`);
  // Building a tree checks what no single row shows: keys that repeat, parents that are missing or in a ring.
  createAreaTree(areas, firstDay);
  return areas;
};

export const parseStations = (csv: string, file = 'stations.csv'): StationRecord[] =>
  parseRows(csv, file, stationRow);

export const parsePublishedFigures = (csv: string, file = 'published-figures.csv'): PublishedFigure[] =>
  parseRows(csv, file, figureRow);

/** The shipped register: 1 province, 13 districts, 225 communes, each parent before its children. */
export const loadAreas = (): Area[] => parseAreas(readShipped('areas.csv'));

/** Documented station records; a commune without one has no published evidence. */
export const loadStations = (): StationRecord[] => parseStations(readShipped('stations.csv'));

export const loadPublishedFigures = (): PublishedFigure[] =>
  parsePublishedFigures(readShipped('published-figures.csv'));

const readShipped = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

const parseRows = <Row>(csv: string, file: string, schema: z.ZodType<Row>): Row[] => {
  let records: unknown[];
  try {
    records = parse(csv, { bom: true, columns: true });
  } catch (cause) {
    throw new DataFileError(`${file} is not well-formed CSV: ${String(cause)}`, { cause });
  }
  return records.map((record, index) => {
    const result = schema.safeParse(record);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    // Line 1 is the header.
    const where = `${file} line ${index + 2}, column ${issue?.path.join('.') || '(all)'}`;
    throw new DataFileError(`${where}: ${issue?.message}.`, { cause: result.error });
  });
};
