import type { Probe } from '../../../src/model/health.ts';
import { probeTarget } from '../../support/probe-target.ts';

export const ENDPOINTS = 10_000;
export const INTERVAL_MS = 10_000;
export const TIMEOUT_MS = 2000;
export const FALL = 2;
export const CONFIRM_MS = 500;

/** As `serve` has it by default. */
export const MOST_AT_ONCE = 4096;

const SITES = 20;

/** Ports on which every address of 127.0.0.0/8 is served. */
export interface SitePorts {
  /** Real HTTP servers. */
  readonly http: readonly number[];
  /** Accepts, and never says a word. */
  readonly silent: number;
}

/** 10,000 endpoints at 20 sites, each at an address of its own and checked over HTTP; the first `hanging` of them never answer. */
export function benchProbes({ http, silent }: SitePorts, hanging: number): readonly Probe[] {
  const rhythm = { intervalMs: INTERVAL_MS, timeoutMs: TIMEOUT_MS, fall: FALL, confirmMs: CONFIRM_MS };
  return Array.from({ length: ENDPOINTS }, (_, i) => {
    const port = i < hanging ? silent : http[i % http.length]!;
    const check = { type: 'http', port, path: '/healthz', method: 'GET', headers: {}, expectStatus: [[200, 299]], redirects: 0 } as const;
    return probeTarget(`e${i}`, { ...rhythm, site: `site${i % SITES}`, address: `127.1.${i >> 8}.${i & 255}`, check });
  });
}
