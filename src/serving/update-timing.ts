import type { Metric } from '../api/operations.ts';
import type { Clock } from '../lib/clock.ts';
import { Histogram } from '../lib/histogram.ts';
import { counter, gauge, histogram } from './metric.ts';

/** What an update carries: all answers, or those of some record sets. */
type Kind = 'everything' | 'change';

/** How long answers take from their inputs to every worker, and whether an update is on its way for long. */
export class UpdateTiming {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #compiled: Record<Kind, Histogram> = { everything: new Histogram(), change: new Histogram() };
  readonly #published: Record<Kind, Histogram> = { everything: new Histogram(), change: new Histogram() };
  /** When each of those began that are on their way, the oldest first. */
  readonly #underWay = new Set<{ readonly sinceMs: number }>();
  #failed = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Takes note that states were derived and answers compiled. */
  readonly noteCompiled = (tookMs: number, whole: boolean): void => {
    this.#compiled[whole ? 'everything' : 'change'].observe(tookMs / 1000);
  };

  /** Has `publish` give an update to the workers, and notes how long it is until all of them serve it; fails as that does. */
  async publish(whole: boolean, publish: () => Promise<number>): Promise<number> {
    const update = { sinceMs: this.#clock.monotonic() };
    this.#underWay.add(update);
    try {
      const generation = await publish();
      this.#published[whole ? 'everything' : 'change'].observe((this.#clock.monotonic() - update.sinceMs) / 1000);
      return generation;
    } catch (error) {
      this.#failed++;
      throw error;
    } finally {
      this.#underWay.delete(update);
    }
  }

  /** In Prometheus' terms. */
  metrics(): Metric[] {
    const [oldest] = this.#underWay;
    return [
      histogram('meridian_compile_seconds', 'How long it took to compile answers, by what was compiled.', rowsOf(this.#compiled)),
      histogram('meridian_publish_seconds', 'How long it took until every worker served what was compiled.', rowsOf(this.#published)),
      counter('meridian_updates_failed_total', 'Updates that some worker could not take.', this.#failed),
      gauge(
        'meridian_update_pending_seconds',
        'For how long the oldest update has been on its way that not every worker serves yet; 0 where there is none.',
        oldest ? (this.#clock.monotonic() - oldest.sinceMs) / 1000 : 0,
      ),
    ];
  }
}

function rowsOf(histograms: Readonly<Record<Kind, Histogram>>) {
  return Object.entries(histograms).map(([kind, counted]) => ({ labels: { kind }, counted }));
}
