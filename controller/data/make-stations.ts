import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { stringify } from 'csv-stringify/sync';
import type { Area } from '../domain/area.ts';
import { FULL_DISTRICT_CODES, FULL_DISTRICTS_DOCUMENT, FULL_DISTRICTS_FROM } from './full-districts.ts';
import { loadAreas } from './load-areas.ts';

// Writes stations.csv: what is documented of single communes, and nothing else. Run after make-areas.ts, from
// the root: node --import tsx controller/data/make-stations.ts

const COMMUNES_OF_FULL_DISTRICTS = 55;

/** The content of stations.csv, in code order of districts and communes. */
export const stationsCsv = (areas: readonly Area[]): string => {
  const full = new Set<string | null>(
    areas
      .filter(({ level, code }) => level === 'district' && FULL_DISTRICT_CODES.some((full) => full === code))
      .map(({ key }) => key),
  );
  const communes = areas.filter(({ level, parentKey }) => level === 'commune' && full.has(parentKey));
  if (communes.length !== COMMUNES_OF_FULL_DISTRICTS) {
    throw new Error(
      `The four full districts have ${communes.length} communes, not ${COMMUNES_OF_FULL_DISTRICTS}.`,
    );
  }
  return stringify(
    communes.map(({ key }) => ({
      area_key: key,
      technology: 'it-enabled',
      valid_from: FULL_DISTRICTS_FROM,
      document: FULL_DISTRICTS_DOCUMENT,
    })),
    { header: true },
  );
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('stations.csv', import.meta.url), stationsCsv(loadAreas()));
}
