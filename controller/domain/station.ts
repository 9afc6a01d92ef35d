import type { LocalDate } from './vietnam-date.ts';

/** `unknown` is a record that nobody knows: it counts as no evidence, unlike `none`, which says "no station". */
export const TECHNOLOGIES = ['it-enabled', 'fm', 'wired', 'none', 'unknown'] as const;
export type Technology = (typeof TECHNOLOGIES)[number];

/** What a document says of one commune's station from a date on. The official figure is made of these. */
export interface StationRecord {
  readonly areaKey: string;
  readonly technology: Technology;
  /** The record holds from this day until the next record of the commune. */
  readonly validFrom: LocalDate;
  /** The document that says so. */
  readonly document: string;
  /** Invented for the demo: shown as such, and never part of a real province's figures. */
  readonly isDemo: boolean;
}

/**
 * The record in force for each commune on a date: the latest one not after it. A documented record stands
 * above a demo record of the same day.
 */
export const stationsOn = (
  records: Iterable<StationRecord>,
  date: LocalDate,
): ReadonlyMap<string, StationRecord> => {
  const inForce = new Map<string, StationRecord>();
  for (const record of records) {
    if (record.validFrom > date) continue;
    const held = inForce.get(record.areaKey);
    if (held === undefined || supersedes(record, held)) inForce.set(record.areaKey, record);
  }
  return inForce;
};

const supersedes = (record: StationRecord, held: StationRecord): boolean =>
  record.validFrom === held.validFrom ? held.isDemo && !record.isDemo : record.validFrom > held.validFrom;
