import { type BenchRow, type Budget, ratioOf, withinBudget } from './bench-row.ts';

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: BenchRow) => string;
}

const columns: readonly Column[] = [
  { title: 'measured', align: 'left', cell: (row) => row.name },
  {
    title: 'devices',
    align: 'right',
    cell: (row) => (row.devices === undefined ? '' : row.devices.toLocaleString('en-US')),
  },
  { title: 'value', align: 'right', cell: (row) => formatFigure(row.value) },
  { title: 'unit', align: 'left', cell: (row) => row.unit },
  {
    title: 'bare',
    align: 'right',
    cell: (row) => (row.baseline === undefined ? '' : formatFigure(row.baseline)),
  },
  { title: 'bare part', align: 'left', cell: (row) => row.baselineName ?? '' },
  {
    title: 'ratio',
    align: 'right',
    cell: (row) => {
      const ratio = ratioOf(row);
      return ratio === undefined ? '' : `${ratio.toFixed(2)} x`;
    },
  },
  { title: 'budget', align: 'left', cell: (row) => describeBudget(row) },
  { title: 'note', align: 'left', cell: (row) => row.note ?? '' },
];

/** An aligned table; a column in which no row says anything is left out. */
export const formatTable = (rows: readonly BenchRow[]): string => {
  const filled = columns
    .map((column) => ({ ...column, cells: rows.map(column.cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((column) => ({
      ...column,
      width: Math.max(column.title.length, ...column.cells.map((cell) => cell.length)),
    }));
  const line = (cellOf: (column: (typeof filled)[number]) => string): string =>
    filled
      .map((column) =>
        column.align === 'left' ? cellOf(column).padEnd(column.width) : cellOf(column).padStart(column.width),
      )
      .join('  ')
      .trimEnd();
  return [
    line(({ title }) => title),
    line(({ width }) => '-'.repeat(width)),
    ...rows.map((_, index) => line(({ cells }) => cells[index] ?? '')),
  ].join('\n');
};

/** Three significant digits below 100, whole numbers with separators above. */
export const formatFigure = (value: number): string =>
  Math.abs(value) >= 100 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en-US')
    : Number(value.toPrecision(3)).toString();

const describeBudget = (row: BenchRow): string => {
  if (row.budget === undefined) return '';
  const within = withinBudget(row);
  const verdict = within === undefined ? 'not measured' : within ? 'kept' : 'MISSED';
  return `${limitOf(row.budget, row.unit)} ${verdict}`;
};

const limitOf = (budget: Budget, unit: string): string => {
  const suffix = budget.of === 'ratio' ? ' x' : ` ${unit}`;
  return 'atMost' in budget
    ? `<= ${formatFigure(budget.atMost)}${suffix}`
    : `>= ${formatFigure(budget.atLeast)}${suffix}`;
};
