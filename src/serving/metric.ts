import type { Metric, MetricSample } from '../api/operations.ts';
import type { Counted } from '../lib/histogram.ts';

/** One value without labels, or a sample for each set of labels. */
type Value = number | readonly MetricSample[];

type Labels = MetricSample['labels'];

/** A metric that only grows, from zero at the start. */
export function counter(name: string, help: string, value: Value): Metric {
  return { name, type: 'counter', help, samples: samplesOf(value) };
}

/** A metric that goes up and down. */
export function gauge(name: string, help: string, value: Value): Metric {
  return { name, type: 'gauge', help, samples: samplesOf(value) };
}

/** How often values were within bounds; one histogram for each set of labels. */
export function histogram(name: string, help: string, rows: readonly { readonly labels: Labels; readonly counted: Counted }[]): Metric {
  return { name, type: 'histogram', help, samples: rows.flatMap(({ labels, counted }) => bucketSamples(labels, counted)) };
}

/** A sample for each of some counts, with its key in `label`. */
export function by(label: string, counts: Readonly<Record<string, number>>): readonly MetricSample[] {
  return Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
}

function samplesOf(value: Value): readonly MetricSample[] {
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}

/** Buckets as Prometheus has them: each counts what those below it count, too. */
function bucketSamples(labels: Labels, { bounds, buckets, sum, count }: Counted): MetricSample[] {
  let below = 0;
  const rows = bounds.map((bound, i): MetricSample => {
    below += buckets[i] ?? 0;
    return { suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: below };
  });
  return [
    ...rows,
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ];
}
