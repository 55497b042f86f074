import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sample-server.ts';

/** Where the dashboard, the rules and their tests are. */
export const MONITORING = join(ROOT, 'docs', 'monitoring');

/** The PromQL of every panel of the dashboard. */
export function dashboardQueries(): readonly string[] {
  const { panels } = JSON.parse(readFileSync(join(MONITORING, 'dashboard.json'), 'utf8')) as {
    readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  };
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

/** Metrics that a text names, each once; the rows of a histogram by its own name. */
export function metricsNamed(text: string, histograms: ReadonlySet<string> = new Set()): readonly string[] {
  const names = [...text.matchAll(/\b(?:meridian|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => {
    const whole = name.replace(/_(?:bucket|sum|count)$/, '');
    return histograms.has(whole) ? whole : name;
  });
  return [...new Set(names)];
}

/** The names and types that a text in Prometheus' format has. */
export function metricTypes(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
}
