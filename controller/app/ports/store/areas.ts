import type { Area } from '../../../domain/area.ts';

/** An area as stored is an area: see the domain. */
export type AreaRow = Area;

export type AreaStore = Readonly<{
  all: () => Promise<AreaRow[]>;
  put: (rows: readonly AreaRow[]) => Promise<void>;
}>;
