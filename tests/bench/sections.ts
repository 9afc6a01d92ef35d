import type { BenchSection } from './bench-row.ts';

/** Every subject that is measured, in the order of the report. Modules load when they run: memory is measured too. */
export const sections: readonly BenchSection[] = [
  {
    name: 'broker',
    title: 'Broker: reconnecting herd, memory and fan-out, embedded beside aedes as it comes',
    run: async (options) => (await import('./broker.ts')).benchBroker(options),
  },
  {
    name: 'store',
    title: 'Store: batches and queries through the port',
    run: async (options) => (await import('./store.ts')).benchStore(options),
  },
  {
    name: 'coverage',
    title: 'Coverage: the page of the province, from records to figures',
    run: async (options) => (await import('./coverage.ts')).benchCoverage(options),
  },
  {
    name: 'broker',
    title: 'Broker: reconnecting herd, memory and fan-out beside aedes alone',
    run: async (options) => (await import('./broker.ts')).benchBroker(options),
  },
];
