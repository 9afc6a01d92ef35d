import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Numbers that are read when somebody asks, by metric name; a labelled family is a record of label value to number. */
export type MetricSources = Readonly<
  Record<string, { help: string; label?: string; read: () => number | Readonly<Record<string, number>> }>
>;

/** The process's and the product's figures in the Prometheus text format. */
export const createMetrics = (sources: MetricSources): (() => Promise<string>) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, source] of Object.entries(sources)) {
    const label = source.label;
    new Gauge({
      name,
      help: source.help,
      labelNames: label === undefined ? [] : [label],
      registers: [registry],
      collect() {
        const value = source.read();
        if (typeof value === 'number') this.set(value);
        else if (label !== undefined)
          for (const [key, count] of Object.entries(value)) this.set({ [label]: key }, count);
      },
    });
  }
  return () => registry.metrics();
};
