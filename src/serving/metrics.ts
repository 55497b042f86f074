import type { Metric, Snapshot } from '../api/operations.ts';
import type { Observation } from '../model/health.ts';
import type { CounterValues } from '../responder/responder.ts';
import { geoMetrics } from './geo-metrics.ts';
import { hostMetrics } from './host-metrics.ts';
import { by, counter, gauge } from './metric.ts';

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
  return [
    gauge('meridian_generation', 'Generation of the answer table that is served.', snapshot.generation),
    gauge('meridian_ready', '1 once every zone is served by every worker.', snapshot.ready ? 1 : 0),
    gauge('meridian_start_time_seconds', 'When this process started, in seconds since the epoch.', snapshot.startedAtMs / 1000),
    ...responderMetrics(responder),
    ...hostMetrics(snapshot),
    counter('meridian_probes_total', 'Probes by result.', by('result', counters.probes)),
    counter('meridian_probe_duration_seconds_total', 'Time that probes took, added up.', counters.probeSeconds),
    counter('meridian_probes_late_total', 'Probes that began more than an interval after their turn.', counters.lateProbes),
    counter('meridian_verdict_changes_total', 'Verdicts that turned.', counters.verdictChanges),
    counter('meridian_updates_total', 'Updates that every worker came to serve.', counters.updates),
    counter('meridian_faults_total', 'Faults while running; the last one is in the status.', counters.faults),
    counter('meridian_log_lines_lost_total', 'Lines that the log did not take: a full disk, a reader that is gone.', counters.logLinesLost),
    gauge('meridian_intents', 'Intents in force by kind, and planned work that is to come.', by('kind', intentsByKind(snapshot))),
    counter('meridian_reloads_total', 'Reloads of the zones by result.', by('result', counters.reloads)),
    ...geoMetrics(snapshot.geoDatabase, counters.geoLoadErrors),
  ];
}

function responderMetrics(values: CounterValues): Metric[] {
  return [
    counter(
      'meridian_dns_queries_total',
      'DNS queries by transport and address family.',
      values.queries.map(({ transport, family, value }) => ({ labels: { transport, family }, value })),
    ),
    counter(
      'meridian_dns_answers_total',
      'DNS answers by RCODE.',
      values.answers.map(({ rcode, value }) => ({ labels: { rcode }, value })),
    ),
    counter('meridian_dns_truncated_total', 'Answers with TC: the client asks again over TCP.', values.truncated),
    counter('meridian_dns_dropped_total', 'Packets that were met with silence.', values.dropped),
    counter(
      'meridian_dns_rate_limited_total',
      'Answers over the rate limit of their prefix: not sent, or sent empty so that the client proves itself.',
      by('action', values.rateLimited),
    ),
    counter('meridian_dns_faults_total', 'Queries answered with SERVFAIL because of a fault in Meridian.', values.faults),
    counter('meridian_dns_send_errors_total', 'UDP answers that the system did not take.', values.sendErrors),
    counter('meridian_dns_receive_errors_total', 'Failures that the system told of instead of a UDP query.', values.receiveErrors),
    counter('meridian_dns_worker_restarts_total', 'Responder workers that died or hung, and were replaced.', values.workerRestarts),
    counter('meridian_dns_tcp_connections_total', 'TCP connections taken.', values.tcpConnections),
    counter('meridian_dns_tcp_refused_total', 'TCP connections closed at once, being over the limit.', values.tcpRefused),
  ];
}

function intentsByKind({ intents }: Snapshot): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { weight: 0, override: 0, maintenance: 0, ratio: 0 };
  for (const { kind } of intents) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
