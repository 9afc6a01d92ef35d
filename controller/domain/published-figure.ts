import type { LocalDate } from './vietnam-date.ts';

/** A count that an authority has published for a whole area, without saying which communes it counts. */
export interface PublishedFigure {
  readonly areaKey: string;
  readonly date: LocalDate;
  readonly count: number;
  readonly total: number;
  /** The document that says so, and whether `date` is an assumption. */
  readonly document: string;
}

/** For each area, the latest figure published for a date not after the one asked. */
export const figuresOn = (
  figures: Iterable<PublishedFigure>,
  date: LocalDate,
): ReadonlyMap<string, PublishedFigure> => {
  const latest = new Map<string, PublishedFigure>();
  for (const figure of figures) {
    if (figure.date > date) continue;
    const held = latest.get(figure.areaKey);
    if (held === undefined || figure.date > held.date) latest.set(figure.areaKey, figure);
  }
  return latest;
};
