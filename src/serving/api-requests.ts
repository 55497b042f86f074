import type { ServedRequest } from '../api/metrics-access.ts';
import type { Metric, MetricSample } from '../api/operations.ts';
import { Histogram } from '../lib/histogram.ts';
import { counter, histogram } from './metric.ts';

/** Counts what is asked of the API, and how long it took; there are as many rows as it has calls, whatever is asked. */
export class ApiRequests {
  readonly #counts = new Map<string, { readonly labels: MetricSample['labels']; value: number }>();
  readonly #seconds = { read: new Histogram(), change: new Histogram() };

  note({ method, route, status, seconds, isStream }: ServedRequest): void {
    const labels = { method, route, code: String(status) };
    const key = `${method} ${route} ${status}`;
    const row = this.#counts.get(key) ?? { labels, value: 0 };
    this.#counts.set(key, row);
    row.value++;
    // A stream is not slow when it is long.
    if (!isStream) this.#seconds[method === 'GET' || method === 'HEAD' ? 'read' : 'change'].observe(seconds);
  }

  /** In Prometheus' terms. */
  metrics(): Metric[] {
    return [
      counter('meridian_api_requests_total', 'Calls of the API by method, route and status code.', [...this.#counts.values()]),
      histogram(
        'meridian_api_request_seconds',
        'How long calls of the API took that ended, streams left out; a change ends when every worker serves it.',
        Object.entries(this.#seconds).map(([kind, counted]) => ({ labels: { kind }, counted })),
      ),
    ];
  }
}
