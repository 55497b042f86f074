import type { FastifyInstance } from 'fastify';
import type { Metric } from './operations.ts';
import type { ApiContext } from './route.ts';

/** `GET /metrics`, open to all: Prometheus' text format, version 0.0.4. */
export function mountMetrics(app: FastifyInstance, { operations, exposure, drills, version }: ApiContext): void {
  const build: Metric = {
    name: 'meridian_build_info',
    help: 'The version that runs; always 1.',
    type: 'gauge',
    samples: [{ labels: { version }, value: 1 }],
  };
  app.get('/metrics', async (_request, reply) => {
    const counted = [...((await exposure?.metrics()) ?? []), ...(drills?.metrics() ?? [])];
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(presentMetrics([build, ...operations.metrics(), ...counted]));
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
