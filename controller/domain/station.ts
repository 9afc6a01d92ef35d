import { type DatedPeriod, isValidOn } from './area.ts';
import type { LocalDate } from './vietnam-date.ts';

/** `unknown` is a record that nobody knows: it counts as no evidence, unlike `none`, which says "no station". */
export const TECHNOLOGIES = ['it-enabled', 'fm', 'wired', 'none', 'unknown'] as const;
export type Technology = (typeof TECHNOLOGIES)[number];

/** What a document says of one commune's station for a period. The official figure is made of these. */
export interface StationRecord extends DatedPeriod {
  readonly areaKey: string;
  readonly technology: Technology;
  /** The document that says so. */
  readonly document: string;
  /** Invented for the demo: shown as such, and never part of a real province's figures. */
  readonly demo: boolean;
}

/**
 * The record in force for each commune on a date. Where periods overlap the later one holds, and a
 * documented record stands above a demo record of the same day.
 */
export const stationsOn = (
  records: Iterable<StationRecord>,
  date: LocalDate,
): ReadonlyMap<string, StationRecord> => {
  const inForce = new Map<string, StationRecord>();
  for (const record of records) {
    if (!isValidOn(record, date)) continue;
    const held = inForce.get(record.areaKey);
    if (held === undefined || supersedes(record, held)) inForce.set(record.areaKey, record);
  }
  return inForce;
};

const supersedes = (record: StationRecord, held: StationRecord): boolean =>
  record.validFrom === held.validFrom ? held.demo && !record.demo : record.validFrom > held.validFrom;
