import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readInput } from './input.ts';
import type { EndpointScope, MetricsAccess } from './metrics-access.ts';
import type { Metric } from './operations.ts';
import type { ApiContext } from './route.ts';

const metricsQuery = z.strictObject({
  endpoints: z.enum(['few', 'all', 'none'], { error: 'expected few, all or none' }).default('few' satisfies EndpointScope),
});

/** `GET /metrics`, open to all: Prometheus' text format, version 0.0.4. Whatever else is answered is counted. */
export function mountMetrics(
  app: FastifyInstance,
  { operations, exposure, drills, shifts, events, webhooks, measures, clock, version }: ApiContext,
): void {
  const build: Metric = {
    name: 'meridian_build_info',
    help: 'The version that runs; always 1.',
    type: 'gauge',
    samples: [{ labels: { version }, value: 1 }],
  };
  if (measures) countRequests(app, measures);
  app.get('/metrics', async (request, reply) => {
    const { endpoints } = readInput(metricsQuery, request.query, { whole: 'query', nowMs: clock.now() });
    const counted = [
      ...((await measures?.metrics(endpoints)) ?? []),
      ...((await exposure?.metrics()) ?? []),
      ...(drills?.metrics() ?? []),
      ...(shifts?.metrics() ?? []),
      ...(events?.metrics() ?? []),
      ...(webhooks?.metrics() ?? []),
    ];
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(presentMetrics([build, ...operations.metrics(), ...counted]));
  });
}

function countRequests(app: FastifyInstance, measures: MetricsAccess): void {
  app.addHook('onResponse', async ({ method, is404, routeOptions }, reply) => {
    const route = is404 ? 'none' : (routeOptions.url ?? 'none').replace(/:(\w+)/g, '{$1}');
    const isStream = String(reply.raw.getHeader('content-type')).startsWith('text/event-stream');
    measures.noteRequest({ method, route, status: reply.raw.statusCode, seconds: reply.elapsedTime / 1000, isStream });
  });
}

/** Metrics in Prometheus' text format: every metric's HELP, TYPE and samples, each line ended. */
export function presentMetrics(metrics: readonly Metric[]): string {
  return metrics.map(presentMetric).join('');
}

function presentMetric({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ suffix = '', labels, value }) => `${name}${suffix}${presentLabels(labels)} ${presentValue(value)}\n`);
  return `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function presentLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function presentValue(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
