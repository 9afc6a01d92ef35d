import { normaliseName } from './area-name.ts';
import type { LocalDate } from './vietnam-date.ts';

/** From the widest to the narrowest. The district is a historical level: a commune may hang from a province. */
export const AREA_LEVELS = ['province', 'district', 'commune', 'zone'] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];

/** The words that stand before a name, in lower case, as in the official register. */
export const AREA_TYPES = [
  'tỉnh',
  'thành phố',
  'thị xã',
  'quận',
  'huyện',
  'phường',
  'thị trấn',
  'xã',
  'đặc khu',
  'khu',
  'thôn',
  'bản',
  'tổ dân phố',
] as const;

/**
 * A territory with fixed boundaries. When boundaries change, the area ends and others begin: the key
 * never comes to mean another territory, even where the code lives on.
 */
export interface Area {
  /** `${code}.${YYYYMMDD of validFrom}`, for example `25.20200101`. */
  readonly key: string;
  /** GSO code as text: province 2 digits, district 3, commune 5; a zone adds a number (`07888-03`). */
  readonly code: string;
  readonly level: AreaLevel;
  /** One of `AREA_TYPES`, as parsed at the edge. */
  readonly type: string;
  /** Without its type, NFC. Names repeat: show them with type and parent. */
  readonly name: string;
  /** `normaliseName(name)`, kept so that search ignores tone marks. */
  readonly nameKey: string;
  readonly parentKey: string | null;
  /** First day in force. */
  readonly validFrom: LocalDate;
  /** First day no longer in force: the `validFrom` of what came after. `null` while in force. */
  readonly validTo: LocalDate | null;
}

export const areaKeyOf = (code: string, validFrom: LocalDate): string =>
  `${code}.${validFrom.replaceAll('-', '')}`;

/** An area with its derived fields (key, search key, NFC name) filled in. */
export const createArea = (facts: Omit<Area, 'key' | 'nameKey'>): Area => ({
  ...facts,
  name: facts.name.normalize('NFC'),
  key: areaKeyOf(facts.code, facts.validFrom),
  nameKey: normaliseName(facts.name),
});

/** Anything that holds from one date up to, and not including, another. */
export interface DatedPeriod {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
}

export const isValidOn = (period: DatedPeriod, date: LocalDate): boolean =>
  period.validFrom <= date && (period.validTo === null || date < period.validTo);

/** Type and name as one reads it: `Phường Phong Châu`. */
export const fullName = (area: Pick<Area, 'type' | 'name'>): string =>
  `${area.type.charAt(0).toLocaleUpperCase('vi')}${area.type.slice(1)} ${area.name}`;
