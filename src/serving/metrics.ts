import type { Metric, Snapshot } from '../api/operations.ts';
import { displayName } from '../lib/dns-name.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import type { Observation } from '../model/health.ts';
import type { CounterValues } from '../responder/responder.ts';
import { geoMetrics } from './geo-metrics.ts';
import { hostMetrics } from './host-metrics.ts';

/** Counts what the main thread sees; the workers count queries. */
export interface ServingCounters {
  probes: { ok: number; failed: number };
  probeSeconds: number;
  /** Probes that began more than one interval after their turn. */
  lateProbes: number;
  verdictChanges: number;
  reloads: { taken: number; rejected: number };
  /** Readings of the geographic database, after the first, that came to nothing. */
  geoLoadErrors: number;
  updates: number;
  faults: number;
  logLinesLost: number;
}

/** Counters at zero. */
export function servingCounters(): ServingCounters {
  return {
    probes: { ok: 0, failed: 0 },
    probeSeconds: 0,
    lateProbes: 0,
    verdictChanges: 0,
    reloads: { taken: 0, rejected: 0 },
    geoLoadErrors: 0,
    updates: 0,
    faults: 0,
    logLinesLost: 0,
  };
}

/** Counts one probe by its outcome. */
export function countProbe(counters: ServingCounters, { ok, durationMs }: Observation): void {
  counters.probes[ok ? 'ok' : 'failed']++;
  counters.probeSeconds += durationMs / 1000;
}

/** Everything that `/metrics` shows. */
export function collectMetrics(snapshot: Snapshot, responder: CounterValues, counters: ServingCounters): Metric[] {
  const one = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
    name,
    type,
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    one('meridian_generation', 'gauge', 'Generation of the answer table that is served.', snapshot.generation),
    one('meridian_ready', 'gauge', '1 once every zone is served by every worker.', snapshot.ready ? 1 : 0),
    one('meridian_start_time_seconds', 'gauge', 'When this process started, in seconds since the epoch.', snapshot.startedAtMs / 1000),
    ...responderMetrics(responder, one),
    ...endpointMetrics(snapshot),
    ...hostMetrics(snapshot),
    {
      name: 'meridian_probes_total',
      type: 'counter',
      help: 'Probes by result.',
      samples: Object.entries(counters.probes).map(([result, value]) => ({ labels: { result }, value })),
    },
    one('meridian_probe_duration_seconds_total', 'counter', 'Time that probes took, added up.', counters.probeSeconds),
    one('meridian_probes_late_total', 'counter', 'Probes that began more than an interval after their turn.', counters.lateProbes),
    one('meridian_verdict_changes_total', 'counter', 'Verdicts that turned.', counters.verdictChanges),
    one('meridian_updates_total', 'counter', 'Updates that every worker came to serve.', counters.updates),
    one('meridian_faults_total', 'counter', 'Faults while running; the last one is in the status.', counters.faults),
    one(
      'meridian_log_lines_lost_total',
      'counter',
      'Lines that the log did not take: a full disk, a reader that is gone.',
      counters.logLinesLost,
    ),
    one('meridian_intents', 'gauge', 'Intents in force.', snapshot.intents.length),
    {
      name: 'meridian_reloads_total',
      type: 'counter',
      help: 'Reloads of the zones by result.',
      samples: Object.entries(counters.reloads).map(([result, value]) => ({ labels: { result }, value })),
    },
    ...geoMetrics(snapshot.geoDatabase, counters.geoLoadErrors),
  ];
}

type One = (name: string, type: Metric['type'], help: string, value: number) => Metric;

function responderMetrics(values: CounterValues, one: One): Metric[] {
  return [
    {
      name: 'meridian_dns_queries_total',
      type: 'counter',
      help: 'DNS queries by transport and address family.',
      samples: values.queries.map(({ transport, family, value }) => ({ labels: { transport, family }, value })),
    },
    {
      name: 'meridian_dns_answers_total',
      type: 'counter',
      help: 'DNS answers by RCODE.',
      samples: values.answers.map(({ rcode, value }) => ({ labels: { rcode }, value })),
    },
    one('meridian_dns_truncated_total', 'counter', 'Answers with TC: the client asks again over TCP.', values.truncated),
    one('meridian_dns_dropped_total', 'counter', 'Packets that were met with silence.', values.dropped),
    {
      name: 'meridian_dns_rate_limited_total',
      type: 'counter',
      help: 'Answers over the rate limit of their prefix: not sent, or sent empty so that the client proves itself.',
      samples: Object.entries(values.rateLimited).map(([action, value]) => ({ labels: { action }, value })),
    },
    one('meridian_dns_faults_total', 'counter', 'Queries answered with SERVFAIL because of a fault in Meridian.', values.faults),
    one('meridian_dns_send_errors_total', 'counter', 'UDP answers that the system did not take.', values.sendErrors),
    one('meridian_dns_receive_errors_total', 'counter', 'Failures that the system told of instead of a UDP query.', values.receiveErrors),
    one('meridian_dns_worker_restarts_total', 'counter', 'Responder workers that died or hung, and were replaced.', values.workerRestarts),
    one('meridian_dns_tcp_connections_total', 'counter', 'TCP connections taken.', values.tcpConnections),
    one('meridian_dns_tcp_refused_total', 'counter', 'TCP connections closed at once, being over the limit.', values.tcpRefused),
  ];
}

function endpointMetrics({ states }: Snapshot): Metric[] {
  const all = [...states.values()];
  const labels = (key: string) => {
    const { zone, pool, endpoint } = parseEndpointKey(key)!;
    return { zone: displayName(zone), pool, endpoint };
  };
  const serving = (state: string) => (state === 'up' || state === 'unknown' ? 1 : 0);
  const samples = (value: (state: (typeof all)[number]) => number) =>
    all.map(state => ({ labels: labels(state.key), value: value(state) }));
  return [
    {
      name: 'meridian_endpoint_measured_up',
      type: 'gauge',
      help: '1 where the verdict is up, 0 where it is down, -1 where there is none yet.',
      samples: samples(({ measured }) => ({ up: 1, down: 0, unknown: -1 })[measured.verdict]),
    },
    {
      name: 'meridian_endpoint_effective_up',
      type: 'gauge',
      help: '1 where an endpoint may be answered, after overrides.',
      samples: samples(({ effective }) => serving(effective)),
    },
    {
      name: 'meridian_endpoint_weight',
      type: 'gauge',
      help: 'The weight in force.',
      samples: samples(({ weight }) => weight),
    },
    {
      name: 'meridian_endpoint_maintenance',
      type: 'gauge',
      help: '1 while planned work is under way on an endpoint, its pool or its site.',
      samples: samples(({ intents }) => (intents.some(({ kind }) => kind === 'maintenance') ? 1 : 0)),
    },
  ];
}
