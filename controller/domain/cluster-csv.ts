import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { normaliseName } from './area-name.ts';
import type { Fault, Result } from './fault.ts';

/** Columns of a list of clusters and receivers, by their Vietnamese header; the English one is the name itself. */
export const clusterColumns = {
  commune_code: 'Mã xã',
  commune: 'Xã, phường, thị trấn',
  district: 'Huyện, thị xã, thành phố',
  cluster: 'Tên cụm loa',
  latitude: 'Vĩ độ',
  longitude: 'Kinh độ',
  horns: 'Số loa',
  watts: 'Công suất (W)',
  serial: 'Số sê-ri bộ thu',
  model: 'Kiểu bộ thu',
  max_volume: 'Âm lượng tối đa',
} as const;
export type ClusterColumn = keyof typeof clusterColumns;

/** Other headers that people write. */
const otherHeaders: Readonly<Record<string, ClusterColumn>> = {
  xa: 'commune',
  'xa phuong': 'commune',
  'dia ban': 'commune',
  huyen: 'district',
  'cum loa': 'cluster',
  'ten cum': 'cluster',
  name: 'cluster',
  'vi do': 'latitude',
  lat: 'latitude',
  'kinh do': 'longitude',
  lng: 'longitude',
  lon: 'longitude',
  'so loa nen': 'horns',
  'cong suat': 'watts',
  serial: 'serial',
  'so se ri': 'serial',
  'so seri': 'serial',
  'so serial': 'serial',
  kieu: 'model',
  'am luong': 'max_volume',
};

/** A row as written: the line on which it ends, and the cells of the columns that are there. */
export type CsvRow = Readonly<{ line: number; cells: Readonly<Partial<Record<ClusterColumn, string>>> }>;

export const mostImportRows = 2_000;
const mostCellCharacters = 500;

const headerKey = (text: string): string => normaliseName(text.replace(/[_/.,()*-]+/g, ' '));
const headers = new Map<string, ClusterColumn>(Object.entries(otherHeaders));
for (const name of Object.keys(clusterColumns) as ClusterColumn[]) {
  headers.set(headerKey(name), name).set(headerKey(clusterColumns[name]), name);
}

const fault = (code: string, vi: string, en: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { code, vi, en },
});

/** Excel writes UTF-8 with a mark, UTF-16 as “Unicode text”, and else the code page of its machine, which is refused. */
const decode = (bytes: Uint8Array): string | null => {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch {
    return null;
  }
};

/** Excel separates with what its country sets: the header line tells. */
const delimiterOf = (text: string): string => {
  const [first = ''] = text.split(/\r?\n|\r/, 1);
  const count = (one: string): number => first.split(one).length;
  return [';', '\t', ','].reduce((best, one) => (count(one) > count(best) ? one : best), ',');
};

/** The rows of a list, whatever separates its cells. Only what makes the file as a whole unreadable is a fault. */
export const readClusterCsv = (bytes: Uint8Array): Result<CsvRow[]> => {
  const text = decode(bytes)?.replace(/^sep=.\r?\n/i, '');
  if (text === undefined)
    return fault(
      'Import_NotUtf8',
      'Không đọc được tiếng Việt trong tệp. Trong Excel hãy chọn Lưu thành “CSV UTF-8” rồi tải lên lại.',
      'The text cannot be read. In Excel choose Save as “CSV UTF-8” and upload again.',
    );
  let records: string[][];
  try {
    records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      comment: '#',
      comment_no_infix: true,
      max_record_size: 20_000,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: mostImportRows + 2,
      trim: true,
      // Each record tells first on which line it ends.
      on_record: (record: string[], { lines }) => [String(lines), ...record],
    });
  } catch (error) {
    const line = error instanceof CsvError ? Number(Reflect.get(error, 'lines') ?? 0) : 0;
    return fault(
      'Import_Broken',
      `Tệp hỏng ở dòng ${line}: hãy kiểm tra dấu ngoặc kép.`,
      `The file is broken at line ${line}: check the quotation marks.`,
    );
  }
  const [head, ...rows] = records;
  const columns = (head ?? []).slice(1).map((header) => headers.get(headerKey(header)));
  if (!columns.includes('cluster') || !(columns.includes('commune') || columns.includes('commune_code')))
    return fault(
      'Import_ColumnsMissing',
      'Dòng đầu phải có cột “Tên cụm loa” và cột “Mã xã” hoặc “Xã, phường, thị trấn”. Hãy dùng tệp mẫu.',
      'The first line needs a column “cluster” and a column “commune_code” or “commune”. Use the template.',
    );
  if (rows.length > mostImportRows)
    return fault(
      'Import_TooManyRows',
      `Mỗi lần nhập nhiều nhất ${mostImportRows} dòng. Hãy chia tệp.`,
      `At most ${mostImportRows} rows at once. Split the file.`,
    );
  return {
    ok: true,
    value: rows.map(([line, ...record]) => {
      const cells: Partial<Record<ClusterColumn, string>> = {};
      for (const [index, column] of columns.entries()) {
        const cell = record[index]?.slice(0, mostCellCharacters) ?? '';
        if (column !== undefined && cell !== '') cells[column] ??= cell;
      }
      return { line: Number(line), cells };
    }),
  };
};

/** An empty list to fill in; a line that begins with # is passed over. */
export const clusterTemplate = (): string =>
  stringify(
    [
      Object.values(clusterColumns),
      [
        '# Ví dụ: 08521',
        'xã Cao Xá',
        'Lâm Thao',
        'Khu 3 – Nhà văn hóa',
        '21,3228',
        '105,2119',
        '2',
        '50',
        'TT50-00417',
        'TT-4G-50',
        '100',
      ],
    ],
    { bom: true, delimiter: ';', record_delimiter: 'windows' },
  );

export type CodeLine = Readonly<{
  commune: string;
  cluster: string;
  serial: string;
  model: string;
  claimCode: string;
  expires: string;
  claimLink: string;
}>;

/** Claim codes as a list; what a spreadsheet would run as a formula gets an apostrophe in front. */
export const claimCodesCsv = (lines: readonly CodeLine[]): string =>
  stringify(
    [
      ['Xã', 'Cụm loa', 'Số sê-ri', 'Kiểu bộ thu', 'Mã kích hoạt', 'Hết hạn', 'Nội dung mã QR'],
      ...lines.map((one) => [
        one.commune,
        one.cluster,
        one.serial,
        one.model,
        one.claimCode,
        one.expires,
        one.claimLink,
      ]),
    ],
    { bom: true, escape_formulas: true, record_delimiter: 'windows' },
  );
