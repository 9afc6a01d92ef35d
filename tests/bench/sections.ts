import type { BenchSection } from './bench-row.ts';

/** Every subject that is measured, in the order of the report. Modules load when they run: memory is measured too. */
export const sections: readonly BenchSection[] = [
  {
    name: 'coverage',
    title: 'Coverage: the page of the province, from records to figures',
    run: async (options) => (await import('./coverage.ts')).benchCoverage(options),
  },
];
