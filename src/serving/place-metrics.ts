import type { EndpointScope } from '../api/metrics-access.ts';
import type { Metric, MetricSample } from '../api/operations.ts';
import { displayName } from '../lib/dns-name.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { EffectiveState, EndpointState, EndpointStates } from '../model/effective.ts';
import type { AnswersGiven, ReadAnswersGiven } from '../model/exposure.ts';
import type { Verdict } from '../model/health.ts';
import { by, counter, gauge } from './metric.ts';

/** Up to so many endpoints have metrics of their own without being asked for. */
const FEW = 1000;

interface Pool {
  readonly labels: MetricSample['labels'];
  endpoints: number;
  up: number;
  measuredDown: number;
  maintenance: number;
}

export interface PlaceFacts {
  readonly states: EndpointStates;
  readonly scope: EndpointScope;
  readonly answersGiven: ReadAnswersGiven;
}

/** Endpoints and pools in Prometheus' terms, step by step. Pools always have theirs, endpoints as far as `scope` goes. */
export function* placeMetrics({ states, scope, answersGiven }: PlaceFacts): Generator<undefined, Metric[]> {
  const isEach = scope === 'all' || (scope === 'few' && states.size <= FEW);
  const verdicts: Record<Verdict, number> = { up: 0, down: 0, unknown: 0 };
  const effective: Record<EffectiveState, number> = { up: 0, down: 0, drain: 0, unknown: 0 };
  const pools = new Map<string, Pool>();
  const rows: Row[] = [];
  for (const state of states.values()) {
    verdicts[state.measured.verdict]++;
    effective[state.effective]++;
    const { zone, pool: name, endpoint } = parseEndpointKey(state.key)!;
    const labels = { zone: displayName(zone), pool: name };
    const pool = pools.get(`${zone}/${name}`) ?? { labels, endpoints: 0, up: 0, measuredDown: 0, maintenance: 0 };
    pools.set(`${zone}/${name}`, pool);
    pool.endpoints++;
    pool.up += mayServe(state);
    pool.measuredDown += state.measured.verdict === 'down' ? 1 : 0;
    pool.maintenance += inMaintenance(state);
    if (isEach) rows.push({ labels: { ...labels, endpoint }, state });
    yield;
  }
  return [
    gauge('meridian_endpoints', 'Endpoints by what the probes say of them.', by('verdict', verdicts)),
    gauge('meridian_endpoints_effective', 'Endpoints by what answers go by: the verdict, under overrides.', by('state', effective)),
    ...poolMetrics([...pools.values()]),
    ...endpointMetrics(rows, answersGiven()),
  ];
}

interface Row {
  readonly labels: MetricSample['labels'];
  readonly state: EndpointState;
}

function poolMetrics(pools: readonly Pool[]): Metric[] {
  const samples = (value: (pool: Pool) => number) => pools.map(pool => ({ labels: pool.labels, value: value(pool) }));
  return [
    gauge(
      'meridian_pool_endpoints',
      'Endpoints of a pool.',
      samples(({ endpoints }) => endpoints),
    ),
    gauge(
      'meridian_pool_endpoints_up',
      'Endpoints of a pool that may be answered, after overrides.',
      samples(({ up }) => up),
    ),
    gauge(
      'meridian_pool_endpoints_measured_down',
      'Endpoints of a pool that the probes say are down, whatever operators say.',
      samples(({ measuredDown }) => measuredDown),
    ),
    gauge(
      'meridian_pool_endpoints_maintenance',
      'Endpoints of a pool that planned work is under way on.',
      samples(({ maintenance }) => maintenance),
    ),
  ];
}

function endpointMetrics(rows: readonly Row[], given: AnswersGiven): Metric[] {
  const samples = (value: (state: EndpointState) => number) => rows.map(({ labels, state }) => ({ labels, value: value(state) }));
  return [
    gauge(
      'meridian_endpoint_measured_up',
      '1 where the verdict is up, 0 where it is down, -1 where there is none yet.',
      samples(({ measured }) => ({ up: 1, down: 0, unknown: -1 })[measured.verdict]),
    ),
    gauge('meridian_endpoint_effective_up', '1 where an endpoint may be answered, after overrides.', samples(mayServe)),
    gauge(
      'meridian_endpoint_weight',
      'The weight in force.',
      samples(({ weight }) => weight),
    ),
    counter(
      'meridian_endpoint_answers_total',
      'Answers with an address of the endpoint; endpoints of one address cannot be told apart.',
      samples(({ addresses }) => addresses.reduce((sum, { text }) => sum + given.total(text), 0)),
    ),
    gauge(
      'meridian_endpoint_maintenance',
      '1 while planned work is under way on an endpoint, its pool or its site.',
      samples(inMaintenance),
    ),
  ];
}

function mayServe({ effective }: EndpointState): number {
  return effective === 'up' || effective === 'unknown' ? 1 : 0;
}

function inMaintenance({ intents }: EndpointState): number {
  return intents.some(({ kind }) => kind === 'maintenance') ? 1 : 0;
}
