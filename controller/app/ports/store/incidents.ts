import type { Incident, IncidentState, IncidentType } from '../../../domain/incident.ts';
import type { Page } from './page.ts';

/** An incident as stored is what the domain's rules speak of. */
export type IncidentRow = Incident;

export type IncidentFilter = {
  /** Areas of any level, each by its own key; null for all. */
  areaKeys: readonly string[] | null;
  type: IncidentType | null;
  state: IncidentState | null;
};

export type IncidentStore = Readonly<{
  /** Replaces rows of the same id. */
  put: (rows: readonly IncidentRow[]) => Promise<void>;
  get: (id: string) => Promise<IncidentRow | null>;
  /** Those that are not closed, and those closed at or after `closedSince`; oldest first. */
  current: (closedSince: number) => Promise<IncidentRow[]>;
  /** Newest first. */
  page: (filter: IncidentFilter, cursor: string | null, limit: number) => Promise<Page<IncidentRow>>;
}>;
