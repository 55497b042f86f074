import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Metric } from '../api/operations.ts';
import type { Clock } from '../lib/clock.ts';
import { counter, gauge } from './metric.ts';

/** How often the delay is measured: each time costs a wake-up. */
const RESOLUTION_MS = 20;
/** Figures are of the last whole window, whoever reads them and however often. */
const WINDOW_MS = 10_000;

interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How late the main thread comes to what is due: API, health, control and store; the workers answer without it. */
export class EventLoopWatch implements Disposable {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #last: Delay | undefined;
  #cancel = () => {};

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
    this.#histogram.enable();
    this.#nextWindow();
  }

  /** In Prometheus' terms. */
  metrics(): Metric[] {
    const { p50, p99, max } = this.#last ?? delayOf(this.#histogram);
    const { active, idle } = performance.eventLoopUtilization();
    return [
      gauge('meridian_event_loop_delay_p50_seconds', 'How late the main thread came to what was due, the median of the last 10 s.', p50),
      gauge('meridian_event_loop_delay_p99_seconds', 'The same, of the latest one in a hundred.', p99),
      gauge('meridian_event_loop_delay_max_seconds', 'The same, of the latest.', max),
      counter('meridian_event_loop_active_seconds_total', 'Time that the main thread had something to do.', active / 1000),
      counter('meridian_event_loop_idle_seconds_total', 'Time that the main thread waited.', idle / 1000),
    ];
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#histogram.disable();
  }

  #nextWindow(): void {
    this.#cancel = this.#clock.after(WINDOW_MS, () => {
      this.#last = delayOf(this.#histogram);
      this.#histogram.reset();
      this.#nextWindow();
    });
  }
}

/** The histogram holds the distance between two looks, which is never less than what was asked for by much. */
function delayOf(histogram: ReturnType<typeof monitorEventLoopDelay>): Delay {
  if (histogram.count === 0) return { p50: 0, p99: 0, max: 0 };
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
  return { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) };
}
