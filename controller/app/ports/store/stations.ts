import type { PublishedFigure } from '../../../domain/published-figure.ts';
import type { StationRecord } from '../../../domain/station.ts';

export type StationStore = Readonly<{
  all: () => Promise<StationRecord[]>;
  put: (rows: readonly StationRecord[]) => Promise<void>;
  figures: () => Promise<PublishedFigure[]>;
  putFigures: (rows: readonly PublishedFigure[]) => Promise<void>;
}>;
