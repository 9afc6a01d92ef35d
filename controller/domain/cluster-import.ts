import { type Area, fullName } from './area.ts';
import { normaliseName } from './area-name.ts';
import type { ClusterColumn, CsvRow } from './cluster-csv.ts';
import { isInVietnam } from './position.ts';
import { withoutUnseen } from './unseen.ts';

/** What is wrong with a cell, for people. */
export type CellError = Readonly<{ column: ClusterColumn; vi: string; en: string }>;

export type ImportedCluster = Readonly<{
  areaKey: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
  horns: number;
  watts: number;
  /** Null for a place without a receiver yet. */
  receiver: Readonly<{ serial: string; model: string; maxVolume: number }> | null;
}>;

/** A row as far as the file alone tells; the cluster is null when something is wrong with it. */
export type ReadRow = Readonly<{
  line: number;
  commune: Area | null;
  name: string;
  serial: string;
  cluster: ImportedCluster | null;
  errors: readonly CellError[];
}>;

/** Communes in force, with the way up. */
export type CommuneBook = Readonly<{
  communes: readonly Area[];
  byCode: (code: string) => Area | undefined;
  parentOf: (area: Area) => Area | undefined;
}>;

const error = (column: ClusterColumn, vi: string, en: string): CellError => ({ column, vi, en });

/** A spreadsheet would run it, here or wherever the list goes next. */
const isFormula = (text: string): boolean => /^[=+@\t\r-]/.test(text);
const hasControls = (text: string): boolean => /[\p{Cc}\p{Cs}]/u.test(text);

/** `21,3228` and `21.3228`; null when it is no number. */
const numberOf = (text: string): number | null => {
  const plain = text.replace(/\s+/g, '').replace(',', '.');
  return /^-?\d{1,6}(\.\d{1,12})?$/.test(plain) ? Number(plain) : null;
};

const types = /^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp|tx|tt) /;
const bareKey = (name: string): string => normaliseName(name.replace(/[.,]+/g, ' ')).replace(types, '');

/** By code, or by name with the district; tone marks and case do not matter. */
const communeOf = (cells: CsvRow['cells'], book: CommuneBook): Area | CellError => {
  const code = cells.commune_code;
  if (code !== undefined) {
    // Excel takes the leading zero away.
    const found = /^\d{3,5}$/.test(code) ? book.byCode(code.padStart(5, '0')) : undefined;
    if (found?.level === 'commune' && book.communes.includes(found)) return found;
    return error('commune_code', `Không có xã mang mã “${code}”.`, `No commune has the code “${code}”.`);
  }
  const wanted = cells.commune ?? '';
  if (wanted === '')
    return error('commune', 'Thiếu tên hoặc mã xã.', 'Name or code of the commune is missing.');
  const fullKey = normaliseName(wanted);
  const district = cells.district;
  const named = book.communes
    .filter(({ nameKey }) => nameKey === bareKey(wanted) || nameKey === fullKey)
    .filter((area) => {
      if (district === undefined) return true;
      const parent = book.parentOf(area);
      return parent !== undefined && parent.nameKey === bareKey(district);
    });
  const exact = named.filter((area) => normaliseName(fullName(area)) === fullKey);
  const candidates = exact.length === 1 ? exact : named;
  const [only, ...others] = candidates;
  if (only && others.length === 0) return only;
  const place = (area: Area): string => {
    const parent = book.parentOf(area);
    return `${fullName(area)}${parent ? `, ${fullName(parent)}` : ''} (${area.code})`;
  };
  const list = candidates.slice(0, 5).map(place).join('; ');
  return only
    ? error(
        'commune',
        `“${wanted}” có ở nhiều nơi: ${list}. Hãy ghi thêm huyện hoặc mã xã.`,
        `“${wanted}” is the name of several: ${list}. Add the district or the code.`,
      )
    : error(
        'commune',
        `Không có xã “${wanted}”${district === undefined ? '' : ` ở ${district}`}.`,
        `There is no commune “${wanted}”${district === undefined ? '' : ` in ${district}`}.`,
      );
};

/** One row of the file: words, numbers and the commune. What is known already is not asked here. */
export const readImportRow = ({ line, cells }: CsvRow, book: CommuneBook): ReadRow => {
  const errors: CellError[] = [];
  const fail = (...what: Parameters<typeof error>): null => {
    errors.push(error(...what));
    return null;
  };
  const text = (column: ClusterColumn, most: number): string => {
    const value = withoutUnseen(cells[column] ?? '').trim();
    if (isFormula(value))
      fail(column, 'Ô bắt đầu bằng = + - @ như một công thức.', 'The cell begins like a formula: = + - @.');
    else if (value.length > most) fail(column, `Dài quá ${most} ký tự.`, `Longer than ${most} characters.`);
    else if (hasControls(value)) fail(column, 'Có ký tự điều khiển.', 'Holds control characters.');
    return value;
  };
  const number = (column: ClusterColumn, min: number, max: number, isWhole: boolean): number | null => {
    const value = cells[column];
    if (value === undefined) return null;
    const read = numberOf(value);
    const fits = read !== null && read >= min && read <= max && (!isWhole || Number.isInteger(read));
    return fits
      ? read
      : fail(column, `Phải là số từ ${min} đến ${max}.`, `Must be a number from ${min} to ${max}.`);
  };

  const found = communeOf(cells, book);
  const commune = 'column' in found ? null : found;
  if ('column' in found) errors.push(found);
  const name = text('cluster', 120);
  if (name === '') fail('cluster', 'Thiếu tên cụm loa.', 'The name of the cluster is missing.');
  const latitude = number('latitude', -180, 180, false);
  const longitude = number('longitude', -180, 180, false);
  if ((cells.latitude === undefined) !== (cells.longitude === undefined))
    fail('latitude', 'Vị trí cần cả vĩ độ và kinh độ.', 'A position needs latitude and longitude.');
  if (latitude !== null && longitude !== null && !isInVietnam({ latitude, longitude }))
    fail(
      'latitude',
      'Vị trí nằm ngoài Việt Nam; có thể vĩ độ và kinh độ đã đổi chỗ.',
      'The position is outside Vietnam; latitude and longitude may be swapped.',
    );
  const horns = number('horns', 1, 16, true) ?? 2;
  const watts = number('watts', 1, 2_000, false) ?? 50;
  const maxVolume = number('max_volume', 0, 100, true) ?? 100;
  const serial = text('serial', 64);
  const model = text('model', 64) || 'TT-4G-50';
  const isRight = errors.length === 0 && commune !== null;
  const receiver = serial === '' ? null : { serial, model, maxVolume };
  return {
    ...{ line, commune, name, serial, errors },
    cluster: isRight ? { areaKey: commune.key, name, latitude, longitude, horns, watts, receiver } : null,
  };
};

export const serialKey = (serial: string): string => serial.trim().toUpperCase();
export const placeKey = (areaKey: string, name: string): string => `${areaKey} ${normaliseName(name)}`;

/** Rows that name a receiver or a place which an earlier row of the file has named. */
export const withoutRepeats = (rows: readonly ReadRow[]): ReadRow[] => {
  const serials = new Map<string, number>();
  const places = new Map<string, number>();
  return rows.map((row) => {
    const errors = [...row.errors];
    const bearer = row.serial === '' ? undefined : serials.get(serialKey(row.serial));
    if (bearer !== undefined)
      errors.push(
        error('serial', `Số sê-ri trùng với dòng ${bearer}.`, `The serial is the same as on line ${bearer}.`),
      );
    else if (row.serial !== '') serials.set(serialKey(row.serial), row.line);
    const key = row.commune && placeKey(row.commune.key, row.name);
    const place = key === null ? undefined : places.get(key);
    if (place !== undefined)
      errors.push(
        error('cluster', `Cụm loa trùng với dòng ${place}.`, `The same cluster as on line ${place}.`),
      );
    else if (key !== null) places.set(key, row.line);
    return errors.length === row.errors.length ? row : { ...row, errors, cluster: null };
  });
};
