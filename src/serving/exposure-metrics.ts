import type { Metric, MetricSample } from '../api/operations.ts';
import { displayName } from '../lib/dns-name.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { Drain } from '../model/drain.ts';
import type { EndpointStates } from '../model/effective.ts';
import type { AnswersGiven } from '../model/exposure.ts';
import { heldOf } from '../ttl/held.ts';
import { counter, gauge } from './metric.ts';

export interface ExposureMetricFacts {
  readonly given: AnswersGiven;
  readonly states: EndpointStates;
  readonly drains: readonly Drain[];
}

/** The addresses of one pool, each once. */
interface PoolAddresses {
  readonly labels: MetricSample['labels'];
  readonly texts: Set<string>;
}

/**
 * What caches may hold in Prometheus' terms, by pool: an installation has thousands of endpoints, and pools are what traffic is moved between.
 * Step by step, as `exposureInSteps`.
 */
export function* exposureMetrics({ given, states, drains }: ExposureMetricFacts): Generator<undefined, Metric[]> {
  const answers: MetricSample[] = [];
  const runOut: MetricSample[] = [];
  const totals: MetricSample[] = [];
  for (const { labels, texts } of poolsIn(states)) {
    const held = heldOf(given, texts);
    answers.push({ labels, value: held.answers });
    runOut.push({ labels, value: Math.max(0, (held.endsAtMs.at(-1) ?? 0) - given.atMs) / 1000 });
    totals.push({ labels, value: [...texts].reduce((sum, text) => sum + given.total(text), 0) });
    yield;
  }
  return [
    gauge('meridian_exposure_answers', 'Answers with an address of the pool whose TTL has not run out: what caches may hold.', answers),
    gauge('meridian_exposure_run_out_seconds', 'Until the last of them runs out, if no more are given; 0 where there is none.', runOut),
    counter('meridian_answers_given_total', 'Answers with an address of the pool.', totals),
    gauge('meridian_drains_running', 'Drains that go on.', drains.filter(({ end }) => end === undefined).length),
  ];
}

function poolsIn(states: EndpointStates): Iterable<PoolAddresses> {
  const pools = new Map<string, PoolAddresses>();
  for (const { key, addresses } of states.values()) {
    const { zone, pool } = parseEndpointKey(key)!;
    const known = pools.get(`${zone}/${pool}`) ?? { labels: { zone: displayName(zone), pool }, texts: new Set() };
    pools.set(`${zone}/${pool}`, known);
    for (const { text } of addresses) known.texts.add(text);
  }
  return pools.values();
}
