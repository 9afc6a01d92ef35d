/** What the figure must keep to. Reported beside it, never asserted: a busy machine is not a fault. */
export type Budget = Readonly<{ of: 'value' | 'ratio' } & ({ atMost: number } | { atLeast: number })>;

/** One measured figure, beside the bare part measured in the same run where there is one. */
export interface BenchRow {
  /** What was measured: `publish -> last device applied, p50`. */
  readonly name: string;
  /** How many devices took part: 225, 2,250 or 10,000. */
  readonly devices?: number;
  readonly value: number;
  /** `ms`, `/s`, `kB`, `MB/s`: of `value` and of `baseline`. */
  readonly unit: string;
  /** The bare part: same payload, filters and transport, same run. */
  readonly baseline?: number;
  /** What the bare part is: `aedes alone`, `nginx`. */
  readonly baselineName?: string;
  readonly budget?: Budget;
  /** What a reader must know to trust the figure. */
  readonly note?: string;
}

export interface BenchOptions {
  /** The sizes to measure at, ascending. */
  readonly devices: readonly number[];
  /** Says what is being measured now, on a line of its own. */
  readonly progress: (sentence: string) => void;
}

/** A subject with figures of its own. It runs in a process of its own, so memory and warmth are its own too. */
export interface BenchSection {
  /** What `--only` names: `audio`. */
  readonly name: string;
  readonly title: string;
  readonly run: (options: BenchOptions) => Promise<readonly BenchRow[]>;
}

/** `undefined` where there is no bare part to compare with. */
export const ratioOf = ({ value, baseline }: BenchRow): number | undefined =>
  baseline === undefined || baseline === 0 ? undefined : value / baseline;

/** `undefined` where no budget is set, or nothing to hold it against was measured. */
export const withinBudget = (row: BenchRow): boolean | undefined => {
  const { budget } = row;
  if (budget === undefined) return undefined;
  const measured = budget.of === 'value' ? row.value : ratioOf(row);
  if (measured === undefined) return undefined;
  return 'atMost' in budget ? measured <= budget.atMost : measured >= budget.atLeast;
};
