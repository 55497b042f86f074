import type { Metric, MetricSample } from '../api/operations.ts';

/** One value without labels, or a sample for each set of labels. */
type Value = number | readonly MetricSample[];

/** A metric that only grows, from zero at the start. */
export function counter(name: string, help: string, value: Value): Metric {
  return { name, type: 'counter', help, samples: samplesOf(value) };
}

/** A metric that goes up and down. */
export function gauge(name: string, help: string, value: Value): Metric {
  return { name, type: 'gauge', help, samples: samplesOf(value) };
}

/** A sample for each of some counts, with its key in `label`. */
export function by(label: string, counts: Readonly<Record<string, number>>): readonly MetricSample[] {
  return Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
}

function samplesOf(value: Value): readonly MetricSample[] {
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}
