import type { Area } from '../domain/area.ts';
import type { StationRecord, Technology } from '../domain/station.ts';
import { FULL_DISTRICT_CODES, FULL_DISTRICTS_FROM } from './full-districts.ts';

/**
 * A station record made up for the demo. Which communes beyond the four full districts were IT-enabled is not
 * published: only their number is.
 */
export interface DemoStation extends StationRecord {
  readonly isDemo: true;
}

/** The day of the earlier published figure (143): the demo invents nothing before it. */
const DEMO_FROM = '2022-06-30';
/** The day of the later one (144), when one more station has changed over. */
const LATER_FROM = FULL_DISTRICTS_FROM;

/** 144 by the results of 2022, less the 55 communes of the four full districts. */
const ENABLED_ELSEWHERE = 89;

const DOCUMENT = 'Dữ liệu trình diễn (không phải số liệu công bố)';

/**
 * Fills in the station records that no document gives, the same on every machine, so that the records alone
 * count 143 from 30 June and 144 from 31 December 2022 of the 225. Add them to the documented
 * records, which take over in the four full districts where they begin.
 *
 * Each other district gets its share of the 89 (largest remainder), spread evenly over its communes in code
 * order, and stays short of complete: only four districts were. The last commune chosen is the 144th. The
 * rest are FM, with every third one wired.
 */
export const chooseDemoStations = (communes: readonly Area[]): DemoStation[] => {
  const isFull = ({ parentKey }: Area): boolean =>
    FULL_DISTRICT_CODES.some((code) => parentKey?.startsWith(`${code}.`));
  const ordered = communes
    .filter(({ level }) => level === 'commune')
    .sort((a, b) => compare(districtOf(a), districtOf(b)) || compare(a.code, b.code));
  const elsewhere = ordered.filter((commune) => !isFull(commune));
  const enabled = spreadOverDistricts(elsewhere, ENABLED_ELSEWHERE);
  const late = enabled.at(-1);
  const chosen = new Set(enabled);

  return ordered.flatMap((commune, index): DemoStation[] => {
    if (isFull(commune)) return [record(commune, 'it-enabled', DEMO_FROM)];
    const before = index % 3 === 0 ? 'wired' : 'fm';
    if (!chosen.has(commune)) return [record(commune, before, DEMO_FROM)];
    if (commune !== late) return [record(commune, 'it-enabled', DEMO_FROM)];
    return [record(commune, before, DEMO_FROM), record(commune, 'it-enabled', LATER_FROM)];
  });
};

const record = (commune: Area, technology: Technology, validFrom: string): DemoStation => ({
  areaKey: commune.key,
  technology,
  validFrom,
  document: DOCUMENT,
  isDemo: true,
});

const spreadOverDistricts = (communes: readonly Area[], wanted: number): Area[] => {
  const districts = new Map<string, Area[]>();
  for (const commune of communes) {
    const members = districts.get(districtOf(commune));
    if (members === undefined) districts.set(districtOf(commune), [commune]);
    else members.push(commune);
  }
  if (wanted >= communes.length) return [...communes];

  // Integers throughout: a share is floor(size × wanted / all), and the largest remainders take what is left.
  const shares = [...districts].map(([district, members]) => ({
    district,
    members,
    share: Math.floor((members.length * wanted) / communes.length),
    remainder: (members.length * wanted) % communes.length,
  }));
  const left = wanted - shares.reduce((sum, { share }) => sum + share, 0);
  const extra = new Set(
    [...shares]
      .sort((a, b) => b.remainder - a.remainder || compare(a.district, b.district))
      .slice(0, left)
      .map(({ district }) => district),
  );
  return shares.flatMap(({ district, members, share }) =>
    spreadEvenly(members, share + (extra.has(district) ? 1 : 0)),
  );
};

/** The members where the running total floor(i × wanted / size) steps up: evenly spaced, exactly `wanted`. */
const spreadEvenly = (members: readonly Area[], wanted: number): Area[] =>
  members.filter(
    (_, index) =>
      Math.floor(((index + 1) * wanted) / members.length) > Math.floor((index * wanted) / members.length),
  );

const districtOf = (commune: Area): string => commune.parentKey ?? '';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
