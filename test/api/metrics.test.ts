import fc from 'fast-check';
import { expect, test } from 'vitest';
import { presentMetrics } from '../../src/api/metrics.ts';
import type { ServedRequest } from '../../src/api/metrics-access.ts';
import type { Metric, MetricSample } from '../../src/api/operations.ts';
import { serveApi } from './serving.ts';

/** Reads Prometheus' text format strictly, as its own documentation defines it; throws at the first line that is not of it. */
function parseMetrics(text: string): Metric[] {
  expect(text.endsWith('\n')).toBe(true);
  const metrics: { name: string; help: string; type: Metric['type']; samples: MetricSample[] }[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$/.exec(line);
    const sample =
      /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\"n])*",?)*)\})? (NaN|[+-]Inf|-?[\d.]+(?:e[+-]?\d+)?)$/.exec(
        line,
      );
    const last = metrics.at(-1);
    if (help) metrics.push({ name: help[1]!, help: unescapeText(help[2]!), type: 'gauge', samples: [] });
    else if (type && last && last.name === type[1]) last.type = type[2] as Metric['type'];
    else if (sample && last && sample[1]!.startsWith(last.name)) last.samples.push(parseSample(sample, last));
    else throw new Error(`not of the format: ${line}`);
  }
  return metrics;
}

/** Only a histogram has samples whose names go on behind its own. */
function parseSample([, name, labels = '', value]: RegExpExecArray, metric: Pick<Metric, 'name' | 'type'>): MetricSample {
  const suffix = name!.slice(metric.name.length) as NonNullable<MetricSample['suffix']>;
  const own = metric.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  if (!own.includes(suffix)) throw new Error(`not a sample of ${metric.name}: ${name}`);
  return { ...(metric.type === 'histogram' && { suffix }), labels: parseLabels(labels), value: parseValue(value!) };
}

function parseLabels(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label!, unescapeText(value!)]));
}

function unescapeText(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function parseValue(text: string): number {
  return text.endsWith('Inf') ? Number(`${text}inity`) : Number(text);
}

const SAMPLE: Metric[] = [
  {
    name: 'meridian_queries_total',
    help: 'Queries answered.',
    type: 'counter',
    samples: [
      { labels: { transport: 'udp', rcode: 'NOERROR' }, value: 12_345_678_901 },
      { labels: { transport: 'tcp', rcode: 'NOERROR' }, value: 0 },
    ],
  },
  { name: 'meridian_generation', help: 'The generation in force.', type: 'gauge', samples: [{ labels: {}, value: 7 }] },
  {
    name: 'meridian_round_trip_seconds',
    help: 'How long it took.',
    type: 'histogram',
    samples: [
      { suffix: '_bucket', labels: { le: '0.5' }, value: 1 },
      { suffix: '_bucket', labels: { le: '+Inf' }, value: 2 },
      { suffix: '_sum', labels: {}, value: 1.5 },
      { suffix: '_count', labels: {}, value: 2 },
    ],
  },
];

test('metrics are served in the text format, with the version that runs', async () => {
  const { call, operations } = await serveApi();
  operations.metricList = SAMPLE;
  const answer = await call('GET', '/metrics');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const [build, ...rest] = parseMetrics(answer.text);
  expect(build).toMatchObject({ name: 'meridian_build_info', samples: [{ labels: { version: '0.1.0' }, value: 1 }] });
  expect(rest).toEqual(SAMPLE);
});

test('the format reads as documented', () => {
  expect(
    presentMetrics([
      { name: 'x', help: 'a\\b\nc', type: 'gauge', samples: [{ labels: { l: 'q"\\\n' }, value: Number.NEGATIVE_INFINITY }] },
    ]),
  ).toBe('# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{l="q\\"\\\\\\n"} -Inf\n');
});

test('whatever labels and values hold comes back', () => {
  const sample = fc.record({
    labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string()),
    value: fc.double({ noDefaultInfinity: false }),
  });
  fc.assert(
    fc.property(fc.array(sample), fc.string(), (samples, help) => {
      const metric = {
        name: 'meridian_x',
        help,
        type: 'gauge',
        samples: samples.map(({ labels, value }) => ({ labels: { ...labels }, value: value + 0 })),
      } as const;
      expect(parseMetrics(presentMetrics([metric]))).toEqual([metric]);
    }),
  );
});

test('what is measured besides is asked for with the scope of the request, and every call is told', async () => {
  const scopes: string[] = [];
  const told: string[] = [];
  const measures = {
    noteRequest: ({ method, route, status, isStream }: ServedRequest) => void told.push(`${method} ${route} ${status} ${isStream}`),
    metrics: async (scope: string) => {
      scopes.push(scope);
      return SAMPLE;
    },
  };
  const { call } = await serveApi(undefined, { measures });
  expect((await call('GET', '/metrics')).text).toContain('meridian_round_trip_seconds_count 2\n');
  await call('GET', '/metrics?endpoints=all');
  expect((await call('GET', '/metrics?endpoints=many')).json).toMatchObject({
    status: 400,
    errors: [{ field: 'endpoints', message: 'expected few, all or none' }],
  });
  await call('GET', '/v1/zones/example.com');
  await call('GET', '/v1/zones/example.net');
  await call('GET', '/v1/nothing');
  await call('DELETE', '/elsewhere');
  expect(scopes).toEqual(['few', 'all']);
  expect(told).toEqual([
    'GET /metrics 200 false',
    'GET /metrics 200 false',
    'GET /metrics 400 false',
    'GET /v1/zones/{zone} 200 false',
    'GET /v1/zones/{zone} 404 false',
    'GET none 404 false',
    'DELETE none 404 false',
  ]);
});
