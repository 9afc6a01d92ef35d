import { type AreaLevel, fullName } from './area.ts';
import type { CoverageArea, CoverageFigures, CoverageReport, OfficialSource } from './coverage.ts';
import { type CsvCell, csvText } from './csv-text.ts';
import type { Ratio } from './ratio.ts';

interface Row {
  readonly figures: CoverageFigures;
  readonly parent: CoverageArea | null;
}

interface Column {
  readonly header: string;
  readonly value: (row: Row) => CsvCell;
}

/**
 * The report as CSV: the area, then everything below it, parents before children, in code order. First the columns for people,
 * under Vietnamese headers with figures as Vietnamese writes them (`64,0%`); then columns for programs, whose
 * `snake_case` names, order of values and plain numbers stay. No evidence is an empty cell there.
 *
 * Counts and totals are separate cells: a spreadsheet reads "9/12" as a date.
 */
export const coverageCsv = (report: CoverageReport): string => {
  const columns = [...columnsForPeople, ...columnsForPrograms];
  const rows = flatten(report, report.ancestors[0] ?? null);
  return csvText(
    [columns.map(({ header }) => header), ...rows.map((row) => columns.map((c) => c.value(row)))],
    { isBeginning: true },
  );
};

const flatten = (figures: CoverageFigures, parent: CoverageArea | null): Row[] => [
  { figures, parent },
  ...figures.children.flatMap((child) => flatten(child, figures.area)),
];

const NO_EVIDENCE = 'chưa có số liệu';

const LEVEL_NAMES: Record<AreaLevel, string> = {
  province: 'Cấp tỉnh',
  district: 'Cấp huyện',
  commune: 'Cấp xã',
  zone: 'Khu',
};

const percentText = (share: Ratio | null): string =>
  share === null || share.percent === null ? NO_EVIDENCE : `${share.percent.toFixed(1).replace('.', ',')}%`;

const countText = (share: Ratio | null): string | number => (share === null ? NO_EVIDENCE : share.count);

const dateText = (date: string): string => date.slice(0, 10).split('-').reverse().join('/');

const sourceText = (source: OfficialSource | null): string => {
  if (source === null) return NO_EVIDENCE;
  if (source.kind === 'records') return 'Hồ sơ từng đài';
  const { date, document } = source.figure;
  return `Số liệu công bố ${dateText(date)}: ${document}`;
};

const columnsForPeople: readonly Column[] = [
  { header: 'Mã', value: ({ figures }) => figures.area.code },
  { header: 'Địa bàn', value: ({ figures }) => fullName(figures.area) },
  { header: 'Cấp', value: ({ figures }) => LEVEL_NAMES[figures.area.level] },
  { header: 'Thuộc', value: ({ parent }) => (parent === null ? null : fullName(parent)) },
  {
    header: 'Thời điểm',
    value: ({ figures }) => `${dateText(figures.asOf)} ${figures.asOf.slice(11, 16)}`,
  },
  { header: 'Đài ứng dụng CNTT-VT', value: ({ figures }) => countText(figures.official) },
  { header: 'Tổng số đài', value: ({ figures }) => figures.official?.total ?? figures.equipped.total },
  { header: 'Tỷ lệ đài ứng dụng CNTT-VT', value: ({ figures }) => percentText(figures.official) },
  { header: 'Nguồn số liệu', value: ({ figures }) => sourceText(figures.officialSource) },
  { header: 'Có thiết bị', value: ({ figures }) => figures.equipped.count },
  { header: 'Tỷ lệ có thiết bị', value: ({ figures }) => percentText(figures.equipped) },
  { header: 'Đang kết nối', value: ({ figures }) => countText(figures.reachable) },
  { header: 'Tỷ lệ đang kết nối', value: ({ figures }) => percentText(figures.reachable) },
  { header: 'Có xác nhận phát', value: ({ figures }) => countText(figures.proven) },
  { header: 'Tỷ lệ có xác nhận phát', value: ({ figures }) => percentText(figures.proven) },
  { header: 'Cụm loa', value: ({ figures }) => figures.clusters.total },
  { header: 'Cụm loa đang kết nối', value: ({ figures }) => countText(figures.clusters.reachable) },
  { header: 'Cụm loa có xác nhận phát', value: ({ figures }) => countText(figures.clusters.proven) },
];

const ratioColumns = (name: string, pick: (figures: CoverageFigures) => Ratio | null): Column[] => [
  { header: `${name}_count`, value: ({ figures }) => pick(figures)?.count ?? null },
  { header: `${name}_total`, value: ({ figures }) => pick(figures)?.total ?? null },
  { header: `${name}_percent`, value: ({ figures }) => pick(figures)?.percent ?? null },
];

const columnsForPrograms: readonly Column[] = [
  { header: 'area_key', value: ({ figures }) => figures.area.key },
  { header: 'area_code', value: ({ figures }) => figures.area.code },
  { header: 'area_level', value: ({ figures }) => figures.area.level },
  { header: 'area_name', value: ({ figures }) => figures.area.name },
  { header: 'parent_code', value: ({ parent }) => parent?.code ?? null },
  { header: 'as_of', value: ({ figures }) => figures.asOf },
  ...ratioColumns('official', ({ official }) => official),
  { header: 'official_source', value: ({ figures }) => figures.officialSource?.kind ?? null },
  ...ratioColumns('equipped', ({ equipped }) => equipped),
  ...ratioColumns('reachable', ({ reachable }) => reachable),
  ...ratioColumns('proven', ({ proven }) => proven),
  { header: 'clusters_total', value: ({ figures }) => figures.clusters.total },
  { header: 'clusters_reachable', value: ({ figures }) => figures.clusters.reachable?.count ?? null },
  { header: 'clusters_proven', value: ({ figures }) => figures.clusters.proven?.count ?? null },
];
